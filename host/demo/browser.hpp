// A browser without JavaScript. It can book a place as a person does: it follows links and fills in the form
// on the page. io_context thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "http/client.hpp"

namespace antrean::demo {

struct Form {
  std::string action;
  std::map<std::string, std::string>
      fields;  ///< with the values on the page; for radio buttons the first that can be chosen
};

struct Page {
  unsigned status = 0;
  std::string path;  ///< the path after all redirects
  std::string html;
  std::vector<std::string> links() const;  ///< the targets of <a href>, in order
  std::optional<std::string> link_to(std::string_view beginning) const;
  std::optional<Form> form_to(std::string_view action_beginning) const;
};

class Browser {
 public:
  /// `mails`: the folder into which the portal writes its mails; the person reads them there.
  explicit Browser(std::string origin, std::filesystem::path mails = {})
      : origin_(std::move(origin)), mails_(std::move(mails)) {}

  /// The six digits of the mail about the booking of this page, when it has come. Throws std::runtime_error
  /// if it does not come for half a minute.
  boost::asio::awaitable<std::string> digits_for(std::string page) const;

  /// Throws std::runtime_error if there is no answer.
  boost::asio::awaitable<Page> open(std::string path);
  boost::asio::awaitable<Page> submit(Form form);
  /// Loads what an <img> would load.
  boost::asio::awaitable<std::string> fetch(std::string path);

 private:
  boost::asio::awaitable<Page> request(std::string method, std::string path, std::string body);
  std::string origin_;
  std::filesystem::path mails_;
  std::map<std::string, std::string> cookies_;
};

/// Books a place at the office with the pages of the portal, with every step that a person takes. Throws
/// std::runtime_error with the step that failed.
struct BookedPlace {
  std::string page;  ///< path of the confirmation
  std::string code;  ///< "AD-QFJ8BD", as the page prints it
  std::string qr_png;
  bool by_mail = false;  ///< it was confirmed with the digits of a mail
};
struct Applicant {
  std::string name, nik, mail;
};
/// `later_days`: how many of the offered days are skipped.
boost::asio::awaitable<BookedPlace> book(Browser& browser, std::string office, Applicant applicant,
                                         std::size_t later_days = 0);

/// A NIK that could exist, a different one for every `serial` (0..9999): district 3273 01, born 17 August
/// 1990.
std::string sample_nik(unsigned serial);

}  // namespace antrean::demo
