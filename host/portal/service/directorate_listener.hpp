// The directorate's pages, at a listener of their own. io_context thread.
#pragma once

#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

#include "accounts/accounts_service.hpp"
#include "accounts/password_hash.hpp"
#include "directorate/directorate_site.hpp"
#include "directorate/plan_keeper.hpp"
#include "directorate/plan_service.hpp"
#include "http/server.hpp"
#include "portal_settings/portal_settings.hpp"
#include "store/booking_store.hpp"

namespace antrean::portal {

class DirectorateListener {
 public:
  DirectorateListener(boost::asio::io_context& io, const DirectorateSettings& settings, BookingStore& store,
                      PlanKeeper& keeper, const Offices& offices, const OfficeRoutes& contacts, const DayBoard& day,
                      const NikKey& nik, const codes::SecretKey& key, bool https, const process::Clock& clock)
      : accounts_(
            std::make_unique<accounts::Accounts>(
                accounts::OpenAccounts{.file = settings.accounts, .issuer = "Antrean Direktorat", .limits = {}}, hash_),
            clock),
        plans_(store, store, keeper, offices, clock),
        site_({.accounts = accounts_,
               .plans = plans_,
               .facts = store,
               .offices = offices,
               .contacts = contacts,
               .day = day,
               .nik = nik,
               .key = key,
               .https = https},
              clock),
        server_(io, {}, settings.listen.site) {
    site_.serve(server_);
    server_.listen(settings.listen.address, settings.listen.port);
    spdlog::info("the directorate's pages: http://{}", http::host_and_port(settings.listen.address, server_.port()));
  }
  accounts::AccountsService& accounts() { return accounts_; }
  boost::asio::awaitable<void> stop(std::chrono::seconds grace) { return server_.stop(grace); }

 private:
  accounts::Argon2id hash_;
  accounts::AccountsService accounts_;
  PlanService plans_;
  DirectorateSite site_;
  http::Server server_;
};

}  // namespace antrean::portal
