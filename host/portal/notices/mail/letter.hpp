// What a mail says, in parts and in words, before it is written as plain text or HTML. Pure.
#pragma once

#include <string>
#include <vector>

#include "notices/notice.hpp"

namespace antrean::portal {

struct Letter {
  struct Row {
    std::string label, value;
  };
  struct Link {
    std::string text, address;
  };

  Language language = Language::id;
  std::string subject, heading;
  std::vector<std::string> paragraphs;
  std::string digits_label, digits;  ///< "": none
  std::vector<Link> action;          ///< the one button, or none
  std::string offers_title;
  std::vector<Link> offers;
  std::string qr;  ///< the text of the picture; "": none
  std::string qr_alt, qr_hint, code;
  std::vector<Row> rows;
  std::string bring_title;
  std::vector<std::string> bring;
  std::vector<std::string> notes;  ///< after the rows
  std::vector<Link> links;         ///< see, change
  std::vector<std::string> footer;
  std::vector<Link> unsubscribe;  ///< or none
};

/// Everything that people or offices typed comes out as one line, without characters that nobody sees.
Letter letter_of(const Notice& notice);

/// `qr_id`: the Content-ID of the picture.
std::string letter_as_html(const Letter& letter, const std::string& qr_id);
std::string letter_as_text(const Letter& letter);

/// Reads the template that is built in; the first mail would do it too. Throws std::runtime_error when it
/// does not parse.
void load_mail_template();

}  // namespace antrean::portal
