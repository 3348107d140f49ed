#include "demo/browser.hpp"

#include <algorithm>
#include <regex>
#include <stdexcept>
#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "demo/mailbox.hpp"

namespace antrean::demo {
namespace {

namespace asio = boost::asio;

std::string unescaped(std::string text) {
  const std::pair<std::string_view, char> entities[] = {
      {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&amp;", '&'}};
  for (const auto& [entity, character] : entities) {
    for (auto at = text.find(entity); at != std::string::npos; at = text.find(entity, at + 1)) {
      text.replace(at, entity.size(), 1, character);
    }
  }
  return text;
}

/// The value of an attribute in a tag ("<input name=\"x\" ...>"); nullopt if it has none.
std::optional<std::string> attribute(const std::string& tag, const std::string& name) {
  const std::regex pattern("[\\s]" + name + "=\"([^\"]*)\"");
  std::smatch match;
  if (!std::regex_search(tag, match, pattern)) {
    return std::nullopt;
  }
  return unescaped(match[1]);
}

std::vector<std::string> tags(const std::string& html, const std::string& name) {
  std::vector<std::string> found;
  const std::string begin = "<" + name;
  for (auto at = html.find(begin); at != std::string::npos; at = html.find(begin, at + 1)) {
    const auto next = html.find_first_of(" \n", at + begin.size());  // templates break lines within a tag
    if (next == at + begin.size()) {
      found.push_back(html.substr(at, html.find('>', at) - at + 1));
    }
  }
  return found;
}

[[noreturn]] void stuck(const std::string& step, const Page& page) {
  throw std::runtime_error(
      fmt::format("booking: {} ({} answered {}):\n{}", step, page.path, page.status, page.html.substr(0, 3000)));
}

}  // namespace

std::vector<std::string> Page::links() const {
  std::vector<std::string> found;
  for (const std::string& tag : tags(html, "a")) {
    if (auto href = attribute(tag, "href")) {
      found.push_back(std::move(*href));
    }
  }
  return found;
}

std::optional<std::string> Page::link_to(std::string_view beginning) const {
  for (std::string& link : links()) {
    if (link.starts_with(beginning)) {
      return std::move(link);
    }
  }
  return std::nullopt;
}

std::optional<Form> Page::form_to(std::string_view action_beginning) const {
  for (const std::string& tag : tags(html, "form")) {
    const auto action = attribute(tag, "action");
    if (!action || !action->starts_with(action_beginning)) {
      continue;
    }
    const auto begin = html.find(tag);
    const std::string inside = html.substr(begin, html.find("</form>", begin) - begin);
    Form form{.action = *action, .fields = {}};
    for (const std::string& input : tags(inside, "input")) {
      const auto name = attribute(input, "name");
      if (name && input.find(" disabled") == std::string::npos) {
        form.fields.emplace(*name, attribute(input, "value").value_or(""));
      }
    }
    return form;
  }
  return std::nullopt;
}

asio::awaitable<Page> Browser::open(std::string path) { co_return co_await request("GET", std::move(path), {}); }

asio::awaitable<Page> Browser::submit(Form form) {
  std::string body;
  for (const auto& [name, value] : form.fields) {
    body += (body.empty() ? "" : "&") + http::url_encode(name) + "=" + http::url_encode(value);
  }
  co_return co_await request("POST", std::move(form.action), std::move(body));
}

asio::awaitable<std::string> Browser::fetch(std::string path) {
  const Page page = co_await request("GET", std::move(path), {});
  if (page.status != 200) {
    stuck("a picture of the page is missing", page);
  }
  co_return page.html;
}

asio::awaitable<Page> Browser::request(std::string method, std::string path, std::string body) {
  for (int redirects = 0; redirects < 5; ++redirects) {
    http::ClientRequest call;
    call.method = method;
    call.url = origin_ + path;
    call.max_body = 4u << 20;
    call.body = body;
    std::string jar;
    for (const auto& [name, value] : cookies_) {
      jar += (jar.empty() ? "" : "; ") + name + "=" + value;
    }
    if (!jar.empty()) {
      call.headers.emplace_back("Cookie", jar);
    }
    if (method == "POST") {
      call.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
      call.headers.emplace_back("Origin", origin_);
    }
    auto answer = co_await http::fetch(std::move(call));
    if (!answer) {
      throw std::runtime_error(origin_ + path + " does not answer: " + answer.error().message());
    }
    std::string location;
    for (const auto& [name, value] : answer->headers) {
      if (name == "Set-Cookie" || name == "set-cookie") {
        const auto equals = value.find('=');
        cookies_[value.substr(0, equals)] = value.substr(equals + 1, value.find(';') - equals - 1);
      } else if (name == "Location" || name == "location") {
        location = value;
      }
    }
    if (answer->status != 303 || location.empty()) {
      co_return Page{.status = answer->status, .path = std::move(path), .html = std::move(answer->body)};
    }
    path = std::move(location);
    method = "GET";
    body.clear();
  }
  throw std::runtime_error(path + ": redirected without end");
}

asio::awaitable<std::string> Browser::digits_for(std::string page) const {
  constexpr int looks = 300;
  constexpr std::size_t newest_mails = 20;
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (int look = 0; look < looks; ++look) {
    for (const auto& mail : read_mailbox(mails_, newest_mails)) {
      if (!mail.digits.empty() && mail.text.find(page) != std::string::npos) {
        co_return mail.digits;
      }
    }
    timer.expires_after(std::chrono::milliseconds{100});
    co_await timer.async_wait(asio::use_awaitable);
  }
  throw std::runtime_error("no mail with six digits for " + page + " in " + mails_.string());
}

asio::awaitable<BookedPlace> book(Browser& browser, std::string office, Applicant applicant, std::size_t later_days) {
  Page page = co_await browser.open("/?lang=en");
  auto link = page.link_to("/book/" + office);
  if (!link) {
    stuck("the office is not offered", page);
  }
  page = co_await browser.open(*link);
  // Services, dates, hours: each page leads to the next step. The first choice that is offered is taken.
  for (int step = 0; step < 4 && !page.form_to("/book"); ++step) {
    const std::string deeper = page.path.substr(0, page.path.find('?')) + "/";
    std::vector<std::string> offered = page.links();
    std::erase_if(offered, [&](const std::string& each) { return !each.starts_with(deeper); });
    const bool dates = std::count(deeper.begin(), deeper.end(), '/') == 4;
    const std::size_t taken = dates ? later_days : 0;
    if (offered.size() <= taken) {
      stuck("nothing is free here", page);
    }
    page = co_await browser.open(offered[taken]);
  }
  auto form = page.form_to("/book");
  if (!form) {
    stuck("no form to fill in", page);
  }
  form->fields["name"] = applicant.name;
  form->fields["nik"] = applicant.nik;
  form->fields["mail"] = applicant.mail;
  page = co_await browser.submit(std::move(*form));
  const auto held = page.form_to(page.path + "/confirm");
  if (held) {
    auto form_with_digits = *held;
    form_with_digits.fields["digits"] = co_await browser.digits_for(page.path);
    page = co_await browser.submit(std::move(form_with_digits));
  }
  const std::regex code_pattern("<p class=\"code\">([A-Z0-9]{2}-[A-Z0-9]{6})</p>");
  std::smatch code;
  if (page.status != 200 || !page.path.starts_with("/booking/") || !std::regex_search(page.html, code, code_pattern)) {
    stuck("no confirmation", page);
  }
  BookedPlace place{.page = page.path, .code = code[1], .qr_png = {}, .by_mail = held.has_value()};
  place.qr_png = co_await browser.fetch(page.path + "/qr.png");
  co_return place;
}

std::string sample_nik(unsigned serial) { return fmt::format("327301170890{:04}", serial % 10'000); }

}  // namespace antrean::demo
