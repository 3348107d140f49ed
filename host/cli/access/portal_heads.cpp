#include "cli/access/portal_heads.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include "http/client.hpp"
#include "office_api/office_api.hpp"

namespace antrean::cli {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds patience{10};
constexpr unsigned heads_at_once = 1000;
/// The portal's limits (openapi.yaml) are lower; another server's answers must end, too.
constexpr std::size_t most_heads_held = 1'000'000;

class Asker {
 public:
  Asker(const office::PortalSettings& portal, std::string token) : portal_(portal), token_(std::move(token)) {
    while (portal_.url.ends_with('/')) {
      portal_.url.pop_back();
    }
  }

  std::variant<office_api::JournalPage, NotAsked> page(const std::string& query) const {
    asio::io_context io{1};
    std::string not_believed;
    http::ClientRequest call;
    call.url = portal_.url + "/office/v1/journal" + query;
    call.headers = {{"Authorization", "Bearer " + token_}, {"Accept", "application/json"}};
    call.deadline = patience;
    call.max_body = office_api::max_body_bytes;
    call.trust.ca_file = portal_.ca_file;
    call.trust.told = [&not_believed](const http::TlsOutcome& outcome) {
      not_believed = outcome.refused ? outcome.refused->en : "";
    };
    std::optional<boost::system::result<http::Response>> answer;
    asio::co_spawn(io, http::fetch(std::move(call)),
                   [&answer](const std::exception_ptr& error, boost::system::result<http::Response> got) {
                     if (!error) {
                       answer = std::move(got);
                     }
                   });
    io.run();
    if (!answer || !*answer) {
      const std::string why = !not_believed.empty() ? not_believed
                              : answer              ? answer->error().message()
                                                    : std::string{"the line broke"};
      return NotAsked{.id = fmt::format("portal {} tidak terjangkau ({})", portal_.url, why),
                      .en = fmt::format("the portal {} cannot be reached ({})", portal_.url, why)};
    }
    switch ((*answer)->status) {
      case 200:
        break;
      case 401:
      case 403:
        return NotAsked{
            .id = "portal tidak mengenal kode akses kantor ini; periksa berkas token dengan direktorat",
            .en = "the portal does not know this office's token; check the token file with the directorate"};
      case 404:
      case 405:
        return NotAsked{.id = "portal memakai rilis lama yang tidak menyimpan catatan jurnal",
                        .en = "the portal has an earlier release, which holds no heads of journals"};
      default:
        return NotAsked{.id = fmt::format("portal menjawab dengan status {}; coba lagi", (*answer)->status),
                        .en = fmt::format("the portal answered with status {}; try again", (*answer)->status)};
    }
    auto page = office_api::journal_page_from_json((*answer)->body);
    if (!page) {
      return NotAsked{.id = fmt::format("yang menjawab di {} bukan portal", portal_.url),
                      .en = fmt::format("what answers at {} is not a portal", portal_.url)};
    }
    return *std::move(page);
  }

 private:
  office::PortalSettings portal_;
  std::string token_;
};

}  // namespace

std::variant<std::vector<journal::HeldGeneration>, NotAsked> heads_at_portal(const office::OfficeSettings& settings) {
  if (!settings.portal) {
    return NotAsked{.id = "tidak ada [portal] di pengaturan", .en = "there is no [portal] in the settings"};
  }
  std::string token;
  try {
    token = settings::read_secret(settings.portal->token_file);
  } catch (const std::exception& problem) {
    return NotAsked{.id = problem.what(), .en = problem.what()};
  }
  const Asker asker(*settings.portal, std::move(token));
  auto first = asker.page("");
  if (auto* why = std::get_if<NotAsked>(&first)) {
    return std::move(*why);
  }
  std::vector<journal::HeldGeneration> held;
  std::size_t heads = 0;
  for (auto& generation : std::get<office_api::JournalPage>(first).generations) {
    journal::HeldGeneration& one = held.emplace_back();
    one.told = std::move(generation);
    for (bool more = true; more && heads < most_heads_held;) {
      const std::uint64_t after = one.heads.empty() ? 0 : one.heads.back().seq;
      auto next = asker.page(fmt::format("?generation={}&after={}&limit={}", one.told.id, after, heads_at_once));
      if (auto* why = std::get_if<NotAsked>(&next)) {
        return std::move(*why);
      }
      auto& page = std::get<office_api::JournalPage>(next);
      more = page.more && !page.heads.empty();
      for (auto& head : page.heads) {
        one.heads.push_back(std::move(head));
        ++heads;
      }
    }
  }
  return held;
}

}  // namespace antrean::cli
