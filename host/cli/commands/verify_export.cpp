#include "cli/commands/verify_export.hpp"

#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "audit/audit_export.hpp"
#include "audit/office_key.hpp"
#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "cli/render/json_text.hpp"
#include "values/words.hpp"

namespace antrean::cli {
namespace {

namespace fs = std::filesystem;

/// A day has some hundreds of exceptions at most, each less than a kilobyte.
constexpr std::uintmax_t max_export_bytes = 64u << 20;

std::string text_of(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  std::ifstream in(file, std::ios::binary);
  if (error || !in) {
    throw CommandError(failed, file.string() + " cannot be read (" + error.message() + ")");
  }
  if (size > max_export_bytes) {
    throw CommandError(failed, file.string() + " is larger than any audit export (64 MiB)");
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
  return text;
}

codes::PublicKey key_from(const std::string& given) {
  if (const auto key = codes::public_key_from_text(given)) {
    return *key;
  }
  std::error_code error;
  if (fs::exists(given, error)) {
    if (const auto key = codes::public_key_from_text(trimmed(text_of(given)))) {
      return *key;
    }
    throw CommandError(usage, "--key: " + given + " holds no public key");
  }
  throw CommandError(usage,
                     "--key: '" + given + "' is neither a public key as the portal shows it, nor a file with one");
}

/// The key of the office at whose machine this runs, when the export says that it is of this office.
std::optional<codes::PublicKey> own_key(Invocation& asked, const std::optional<audit::Head>& head) {
  try {
    const auto& settings = asked.settings();
    if (head && settings.plan.office == head->office) {
      return codes::public_key_from_text(trimmed(text_of(audit::public_key_file(settings.journal))));
    }
  } catch (const std::exception&) {
    // This is no office's machine: the key has to be named.
  }
  return std::nullopt;
}

Bilingual not_known(const audit::Head& head) {
  const std::string key = codes::to_text(head.key);
  return {.id = "Utuh, tetapi belum terbukti dari kantor itu: siapa pun dapat membuat kunci. Bandingkan kunci " + key +
                " dengan yang ditampilkan portal untuk kantor ini, atau beri --key.",
          .en = "It is whole, but not proven to be of that office: anybody can make a key. Compare the key " + key +
                " with what the portal shows for this office, or give --key."};
}

}  // namespace

int verify_export(Invocation& asked, const fs::path& file, const std::string& key, bool json) {
  const std::string text = text_of(file);
  auto known = key.empty() ? std::nullopt : std::optional(key_from(key));
  audit::Checked checked = audit::check_export(text, known);
  if (!checked.fault && !known) {
    known = own_key(asked, checked.head);
    checked = audit::check_export(text, known);
  }
  const bool proven = !checked.fault && known;
  const Bilingual words =
      checked.fault || proven ? audit::words_of(checked) : not_known(checked.head.value_or(audit::Head{}));
  if (json) {
    boost::json::object document;
    document["file"] = file.string();
    document["good"] = proven;
    document["whole"] = !checked.fault;
    if (checked.fault) {
      const std::string_view fault = word(*checked.fault);
      document["fault"] = boost::json::string(fault.data(), fault.size());
      document["line"] = checked.line;
    } else if (checked.head) {
      document["office"] = checked.head->office;
      document["day"] = checked.head->day.text();
      document["exceptions"] = checked.head->rows;
      document["key"] = codes::to_text(checked.head->key);
      document["journal_seq"] = checked.head->journal_seq;
      document["journal_hash"] = hash_text(checked.head->journal_hash);
    }
    document["text"] = words.in(language_of(asked.language_asked));
    asked.out() << json_text(document) << '\n';
    return proven ? done : no;
  }
  Terminal to = asked.terminal();
  const auto verdict = checked.fault ? Bilingual{.id = "DITOLAK", .en = "REFUSED"}
                       : proven      ? Bilingual{.id = "baik", .en = "good"}
                                     : Bilingual{.id = "BELUM TERBUKTI", .en = "NOT PROVEN"};
  to.line(fmt::format("{}: {}", file.string(), verdict.in(to.language)), proven ? Style::good : Style::bad);
  to.line(wrapped(words.in(to.language), page_width, 0));
  if (!checked.fault && checked.head) {
    const audit::Head& head = *checked.head;
    to.line(fmt::format("{} ({}), {}: {} {}", head.office_name, head.office, head.day.text(), head.rows,
                        to.say("pengecualian", "exceptions")));
    to.line(fmt::format("{} {} ({}), {} {}", to.say("Dibuat", "Made"), iso_text(head.made), head.made_by,
                        to.say("jurnal saat itu di kejadian", "the journal was then at event"), head.journal_seq));
  }
  return proven ? done : no;
}

}  // namespace antrean::cli
