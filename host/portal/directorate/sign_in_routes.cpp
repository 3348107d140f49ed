// How somebody signs in to the directorate's pages.
#include <algorithm>

#include "directorate/directorate_site.hpp"
#include "directorate/words.hpp"
#include "qr/qr_png.hpp"

namespace antrean::portal {
namespace {

accounts::Place place_of(const http::Request& request) { return {.machine_key = {}, .address = request.peer}; }

Language language_of(const Cookies& cookies, const http::Request& request) { return cookies.visitor(request).language; }

/// `refused` as a problem of a page.
std::vector<std::string> problem_of(Language language, const accounts::Refused& refused) {
  return {accounts::text(refused).in(language)};
}

unsigned status_of(const accounts::Refused& refused) {
  using accounts::Why;
  return refused.why == Why::storage ? 503 : refused.why == Why::locked || refused.why == Why::busy ? 429 : 403;
}

}  // namespace

void DirectorateSite::serve_sign_in(http::Server& server) {
  const auto show = [&](const char* path, const char* title, const char* main) {
    server.route("GET", path, [this, path, title, main](http::Request request) -> Answer {
      const auto language = language_of(cookies_, request);
      co_return open_page(request, Page{.title = std::string{directorate_word(language, title)},
                                        .main = main,
                                        .here = path,
                                        .back = std::string_view{path} == "/sign-in" ? "" : "/sign-in",
                                        .back_name = std::string{directorate_word(language, "w_sign_in")}});
    });
  };
  show("/sign-in", "w_sign_in", "dir_sign_in.tpl");
  show("/sign-in/code", "w_code_title", "dir_code.tpl");
  show("/sign-in/link", "w_link", "dir_link.tpl");
  const auto take = [&](const char* method, const char* path, Answer (DirectorateSite::*handle)(http::Request)) {
    server.route(method, path, [this, handle](http::Request request) { return (this->*handle)(std::move(request)); });
  };
  take("POST", "/sign-in", &DirectorateSite::sign_in);
  take("POST", "/sign-in/code", &DirectorateSite::confirm);
  take("POST", "/sign-in/link", &DirectorateSite::use_link);
  take("GET", "/second-factor", &DirectorateSite::show_second_factor);
  take("POST", "/second-factor", &DirectorateSite::second_factor);
  take("POST", "/sign-out", &DirectorateSite::sign_out);
  server.route("GET", "/sign-out", [](http::Request) -> Answer { co_return http::Response::redirect("/"); });
  server.route("GET", "/second-factor/qr.png", [this](http::Request request) -> Answer {
    const auto session = from_.accounts.seen(token_of(request));
    const auto found = session ? pending_.find(session->id) : pending_.end();
    if (found == pending_.end()) {
      co_return http::Response::text("404\n", 404);
    }
    auto response = http::Response::bytes(qr_png(found->second.uri), "image/png");
    response.headers.emplace_back("Cache-Control", "no-store");
    co_return response;
  });
}

http::Response DirectorateSite::signed_in(const http::Request& request, const accounts::SignedIn& signed_in) const {
  using accounts::SecondFactor;
  const auto next = signed_in.session.second_factor;
  auto response = http::Response::redirect(next == SecondFactor::needed      ? "/sign-in/code"
                                           : next == SecondFactor::to_set_up ? "/second-factor"
                                                                             : "/");
  give_session(request, response, signed_in.token);
  return response;
}

DirectorateSite::Answer DirectorateSite::sign_in(http::Request request) {
  const auto form = form_fields(request);
  const auto password = form.find("password");
  auto result = co_await from_.accounts.sign_in_with_password(
      form_field(form, "user"), password == form.end() ? std::string{} : password->second, place_of(request));
  if (result.has_error()) {
    const auto language = language_of(cookies_, request);
    co_return open_page(request, Page{.title = std::string{directorate_word(language, "w_sign_in")},
                                      .main = "dir_sign_in.tpl",
                                      .here = "/sign-in",
                                      .problems = problem_of(language, result.error()),
                                      .status = status_of(result.error())});
  }
  if (const auto before = token_of(request); from_.accounts.seen(before)) {
    co_await from_.accounts.sign_out(before);
  }
  co_return signed_in(request, *result);
}

DirectorateSite::Answer DirectorateSite::confirm(http::Request request) {
  const auto form = form_fields(request);
  auto result = co_await from_.accounts.confirm_second_factor(token_of(request), form_field(form, "code"),
                                                              place_of(request), true);
  if (result.has_error()) {
    if (result.error().why == accounts::Why::session_over) {
      co_return http::Response::redirect("/sign-in");
    }
    const auto language = language_of(cookies_, request);
    co_return open_page(request, Page{.title = std::string{directorate_word(language, "w_code_title")},
                                      .main = "dir_code.tpl",
                                      .here = "/sign-in/code",
                                      .problems = problem_of(language, result.error()),
                                      .status = status_of(result.error())});
  }
  co_return signed_in(request, *result);
}

DirectorateSite::Answer DirectorateSite::use_link(http::Request request) {
  const auto form = form_fields(request);
  const auto password = form.find("password");
  const auto result = co_await from_.accounts.use_password_link(
      form_field(form, "code"), password == form.end() ? std::string{} : password->second);
  const auto language = language_of(cookies_, request);
  if (result.has_error()) {
    co_return open_page(request, Page{.title = std::string{directorate_word(language, "w_link")},
                                      .main = "dir_link.tpl",
                                      .here = "/sign-in/link",
                                      .back = "/sign-in",
                                      .back_name = std::string{directorate_word(language, "w_sign_in")},
                                      .problems = problem_of(language, result.error()),
                                      .status = status_of(result.error())});
  }
  co_return open_page(request, Page{.title = std::string{directorate_word(language, "w_sign_in")},
                                    .main = "dir_sign_in.tpl",
                                    .here = "/sign-in",
                                    .said = std::string{directorate_word(language, "w_link_done")}});
}

DirectorateSite::Answer DirectorateSite::show_second_factor(http::Request request) {
  const auto session = from_.accounts.seen(token_of(request));
  if (!session) {
    co_return http::Response::redirect("/sign-in");
  }
  if (!pending_.contains(session->id)) {
    const auto begun = co_await from_.accounts.begin_second_factor(token_of(request));
    if (begun.has_error()) {
      co_return http::Response::redirect("/sign-in");
    }
    constexpr std::size_t most_pending = 50;
    if (pending_.size() >= most_pending) {
      pending_.clear();
    }
    pending_[session->id] = *begun;
  }
  const auto language = language_of(cookies_, request);
  Page page{.title = std::string{directorate_word(language, "w_set_up")},
            .main = "dir_second_factor.tpl",
            .here = "/second-factor"};
  page.shown.text("secret", pending_.at(session->id).text);
  co_return open_page(request, std::move(page));
}

DirectorateSite::Answer DirectorateSite::second_factor(http::Request request) {
  const auto session = from_.accounts.seen(token_of(request));
  if (!session) {
    co_return http::Response::redirect("/sign-in");
  }
  const auto code = form_field(form_fields(request), "code");
  const auto result = co_await from_.accounts.finish_second_factor(token_of(request), code, true);
  const auto language = language_of(cookies_, request);
  if (result.has_error()) {
    const auto pending = pending_.find(session->id);
    Page page{.title = std::string{directorate_word(language, "w_set_up")},
              .main = "dir_second_factor.tpl",
              .here = "/second-factor",
              .problems = problem_of(language, result.error()),
              .status = status_of(result.error())};
    page.shown.text("secret", pending == pending_.end() ? std::string{} : pending->second.text);
    co_return open_page(request, std::move(page));
  }
  pending_.erase(session->id);
  Page page{.title = std::string{directorate_word(language, "w_recovery")}, .main = "dir_recovery.tpl", .here = "/"};
  auto& codes = page.shown.list("codes");
  for (const auto& one : result->recovery_codes) {
    codes.add().text("recovery_code", one);
  }
  auto response = open_page(request, std::move(page));
  give_session(request, response, result->signed_in.token);
  co_return response;
}

DirectorateSite::Answer DirectorateSite::sign_out(http::Request request) {
  co_await from_.accounts.sign_out(token_of(request));
  auto response = http::Response::redirect("/sign-in");
  give_session(request, response, {});
  co_return response;
}

}  // namespace antrean::portal
