// The directorate's pages: all offices at a glance, what each offers, closures, announcements, the block
// list, the trail of changes, and requests that wait for a second person. Plain HTML and forms, no scripts.
//
//   GET  /                        all offices today
//   GET  /office/{code}?at=       hours and quotas, as of a moment; POST shows what a change would do
//   GET  /new-office              POST as above
//   GET  /days                    holidays and closures; POST /days, /days/remove show what it would do
//   GET  /rules, /services        as TOML; POST as above
//   POST /change                  does what was shown, or asks for a second person
//   GET  /requests, /requests/{id}        POST /requests/{id}: agree or refuse
//   GET  /announcements           POST /announcements posts at once, /announcements/end ends one
//   GET  /blocks                  POST /blocks, /blocks/{id}/lift
//   GET  /keys, /keys/list        by which offices sign exports; POST /keys: what is said of one
//   GET  /trail, /trail/{nr}, /plan?at=   POST /trail/{nr}/take-back shows what taking it back would do
//   GET  /sign-in, /sign-in/code, /sign-in/link, /second-factor and their POSTs; POST /sign-out
//
// Who: accounts with the role `directorate` change, those with `auditor` read; the actor of a change comes
// from the session. A form is taken only with its token, which is bound to the session, and from a page of
// this very site (http/site.hpp). io_context thread.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "accounts/accounts_service.hpp"
#include "booking/keys.hpp"
#include "directorate/office_form.hpp"
#include "directorate/plan_service.hpp"
#include "http/server.hpp"
#include "store/office_facts.hpp"
#include "templates/templates.hpp"
#include "today/day_board.hpp"
#include "web/office_routes.hpp"
#include "web/session.hpp"

namespace antrean::portal {

class DirectorateSite {
 public:
  struct From {
    accounts::AccountsService& accounts;
    PlanService& plans;
    OfficeFacts& facts;
    const Offices& offices;  ///< in use
    const OfficeRoutes& contacts;
    const DayBoard& day;
    const NikKey& nik;
    const codes::SecretKey& key;  ///< for tokens of forms
    bool https = true;
  };
  /// All are kept by reference.
  DirectorateSite(From from, const process::Clock& clock);
  void serve(http::Server& server);

 private:
  using Answer = boost::asio::awaitable<http::Response>;
  struct Asker {
    accounts::Session session;
    Visitor visitor;
    Language language = Language::id;
    bool may_change = false;
    std::int64_t waiting = 0;  ///< requests that wait for a second person
  };
  /// A page in the making.
  struct Page {
    std::string title;
    const char* main = nullptr;
    std::string here;         ///< the room, "/days"
    std::string path = here;  ///< where the language switch leads
    std::string back = {}, back_name = {};
    std::string said = {};
    std::vector<std::string> problems = {};
    unsigned status = 200;
    templates::Dictionary shown = {};
  };
  using Handle = Answer (DirectorateSite::*)(http::Request, Asker);

  void get(http::Server& server, const char* path, Handle handle);
  void post(http::Server& server, const char* path, Handle handle);
  std::string token_of(const http::Request& request) const;
  Answer asked(http::Request request, Handle handle, bool changes);

  std::string word(const Asker& asker, std::string_view name) const;
  template <class... Args>
  std::string filled(const Asker& asker, std::string_view name, const Args&... args) const;
  http::Response page(const Asker& asker, Page page) const;
  http::Response open_page(const http::Request& request, Page page) const;  ///< nobody is signed in
  http::Response rendered(Page page, Language language, const Asker* asker) const;

  // sign_in_routes.cpp
  void serve_sign_in(http::Server& server);
  Answer sign_in(http::Request request);
  Answer confirm(http::Request request);
  Answer use_link(http::Request request);
  Answer show_second_factor(http::Request request);
  Answer second_factor(http::Request request);
  Answer sign_out(http::Request request);
  http::Response signed_in(const http::Request& request, const accounts::SignedIn& signed_in) const;
  void give_session(const http::Request& request, http::Response& response, const std::string& token) const;

  // plan_routes.cpp
  Answer show_office(http::Request request, Asker asker);
  Answer preview_office(http::Request request, Asker asker);
  Answer show_new_office(http::Request request, Asker asker);
  Answer preview_new_office(http::Request request, Asker asker);
  Answer show_document(http::Request request, Asker asker);
  Answer preview_document(http::Request request, Asker asker);
  Answer show_days(http::Request request, Asker asker);
  Answer preview_day(http::Request request, Asker asker);
  Answer preview_removed_day(http::Request request, Asker asker);
  Answer change(http::Request request, Asker asker);
  http::Response office_page(const Asker& asker, const Office* office, FormFields form,
                             std::vector<std::string> problems, std::string said, const Offices& plan,
                             const std::string& as_of, const std::string& at,
                             const std::vector<OfficeKey>& keys = {}) const;
  http::Response days_page(const Asker& asker, const FormFields& form, std::vector<std::string> problems,
                           std::string said) const;
  http::Response document_page(const Asker& asker, const std::string& subject, const FormFields& form,
                               std::vector<std::string> problems) const;
  Answer preview_page(Asker asker, Proposal proposal, std::string back, std::vector<std::string> problems = {});
  /// What can be done on a page that shows a change.
  struct Choices {
    bool commit = false, decide = false, own = false, take_back = false;
    std::string link = {};   ///< to decide, or to take it back
    std::string back = "/";  ///< where nothing is done
  };
  /// Fills what a proposal would do, and what changes.
  void show_preview(templates::Dictionary& shown, const Asker& asker, const Preview& preview, const Proposal& proposal,
                    const Documents& before, const Choices& choices) const;
  void show_parts(templates::Dictionary& shown, const Asker& asker, const std::vector<PlanPart>& parts,
                  const Documents& before) const;

  // other_routes.cpp
  Answer show_glance(http::Request request, Asker asker);
  /// At any of the portals: what they keep together, or what this one has heard since.
  std::optional<OfficeContact> last_contact(const std::string& office, const std::vector<OfficeContact>& kept) const;
  Answer show_announcements(http::Request request, Asker asker);
  Answer post_announcement(http::Request request, Asker asker);
  Answer end_announcement(http::Request request, Asker asker);
  http::Response announcements_page(const Asker& asker, const FormFields& form, std::vector<std::string> problems,
                                    std::string said) const;
  Answer at_once(http::Request request, Asker asker, Proposal proposal, FormFields form);
  Answer show_requests(http::Request request, Asker asker);
  Answer show_request(http::Request request, Asker asker);
  Answer decide_request(http::Request request, Asker asker);
  Answer request_page(Asker asker, std::int64_t id, std::vector<std::string> problems);
  Answer show_blocks(http::Request request, Asker asker);
  Answer add_block(http::Request request, Asker asker);
  Answer lift_block(http::Request request, Asker asker);
  Answer blocks_page(Asker asker, FormFields form, std::vector<std::string> problems, std::string said);
  Answer show_trail(http::Request request, Asker asker);
  Answer show_change(http::Request request, Asker asker);
  Answer take_back(http::Request request, Asker asker);
  Answer show_plan(http::Request request, Asker asker);

  // block_routes.cpp
  /// Of a mail address or a telephone number; nothing: it is neither.
  std::optional<Block> contact_block(const std::string& typed) const;
  /// Of an address, or of that from which a booking with this code was made; nothing: neither.
  boost::asio::awaitable<std::optional<Block>> network_block(std::string typed);

  // key_routes.cpp
  Answer show_office_keys(http::Request request, Asker asker);
  Answer give_key_list(http::Request request, Asker asker);
  Answer judge_key(http::Request request, Asker asker);
  Answer keys_page(Asker asker, std::vector<std::string> problems, std::string said);
  /// Those of one office; "": all.
  void show_keys(templates::Dictionary& shown, const Asker& asker, const std::vector<OfficeKey>& keys,
                 const std::string& office) const;

  // shared by them
  void add_places(templates::Dictionary& shown, const FormFields& form) const;
  std::vector<std::string> places_of(const FormFields& form) const;
  std::string where_text(const Asker& asker, const std::vector<std::string>& codes) const;
  std::string subject_text(const Asker& asker, const std::string& subject) const;
  std::string subjects_text(const Asker& asker, const std::vector<PlanPart>& parts) const;
  std::string time_text(const Asker& asker, UtcTime at, Zone zone = Zone::wib) const;
  static FormFields form_fields(const http::Request& request);
  Actor actor(const Asker& asker) const;

  From from_;
  const process::Clock& clock_;
  Cookies cookies_;
  FormTokens tokens_;
  std::map<std::string, accounts::NewSecondFactor> pending_;  ///< being set up, by session
};

/// "2026-11-24T08:00" of a field; nothing: it is no moment.
std::optional<UtcTime> moment_of(const std::string& text, Zone zone);
std::string moment_field(UtcTime at, Zone zone);

}  // namespace antrean::portal
