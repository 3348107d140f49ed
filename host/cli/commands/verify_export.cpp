#include "cli/commands/verify_export.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <variant>
#include <vector>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "audit/audit_export.hpp"
#include "audit/office_key.hpp"
#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "cli/render/json_text.hpp"
#include "codes/office_key.hpp"
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

using KeyList = std::vector<codes::KnownOfficeKey>;

std::variant<codes::PublicKey, KeyList> key_from(const std::string& given) {
  if (const auto key = codes::public_key_from_text(given)) {
    return *key;
  }
  std::error_code error;
  if (fs::exists(given, error)) {
    const std::string text = text_of(given);
    if (codes::looks_like_key_list(text)) {
      if (auto list = codes::key_list_from_text(text)) {
        return *std::move(list);
      }
      throw CommandError(usage,
                         "--key: a line of the list " + given + " cannot be read; take it from the portal again");
    }
    if (const auto key = codes::public_key_from_text(trimmed(text))) {
      return *key;
    }
    throw CommandError(usage, "--key: " + given + " holds neither a public key nor the portal's list of keys");
  }
  throw CommandError(usage, "--key: '" + given +
                                "' is neither a public key as the portal shows it, nor a file with one or "
                                "with the portal's list");
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

/// What the portal's list says of the key of an export that is whole.
struct Listed {
  std::optional<codes::KnownOfficeKey> entry;
  bool proven = false;
  bool wrong = false;  ///< not only unproven: it cannot be what it says
  Bilingual words;
};

Listed listed_as(const KeyList& list, const audit::Head& head) {
  const auto of_office = std::ranges::find_if(
      list, [&](const codes::KnownOfficeKey& one) { return one.key == head.key && one.office == head.office; });
  if (of_office == list.end()) {
    const auto other = std::ranges::find(list, head.key, &codes::KnownOfficeKey::key);
    if (other == list.end()) {
      return {.entry = {},
              .wrong = true,
              .words = {"Ditandatangani dengan kunci yang tidak ada dalam daftar portal: bukan dari kantor mana pun di "
                        "dalamnya. Ambil daftar baru bila kantor itu baru saja berganti mesin.",
                        "It is signed by a key that is not in the portal's list: it is of none of its offices. Take "
                        "the list anew if the office has just got another machine."}};
    }
    return {
        .entry = *other,
        .wrong = true,
        .words = {
            "Berkas ini mengaku dari kantor " + head.office + ", tetapi kuncinya milik kantor " + other->office + ".",
            "It says that it is of office " + head.office + ", but the key is that of office " + other->office + "."}};
  }
  switch (of_office->state) {
    case codes::OfficeKeyState::first:
    case codes::OfficeKeyState::confirmed:
      return {.entry = *of_office,
              .proven = true,
              .words = {"Utuh, dan ditandatangani kantor " + head.office + " dengan kunci yang dikenal portal sejak " +
                            iso_text(of_office->since) + ".",
                        "It is whole, and signed by office " + head.office +
                            " with a key that the portal knows since " + iso_text(of_office->since) + "."}};
    case codes::OfficeKeyState::unconfirmed:
      return {.entry = *of_office,
              .words = {"Utuh, tetapi kuncinya baru: portal menerimanya dari kantor " + head.office + " pada " +
                            iso_text(of_office->since) + ", dan direktorat belum mengonfirmasinya.",
                        "It is whole, but by a new key: office " + head.office + " gave it to the portal at " +
                            iso_text(of_office->since) + ", and the directorate has not confirmed it yet."}};
    case codes::OfficeKeyState::refused:
      break;
  }
  return {.entry = *of_office,
          .wrong = true,
          .words = {"Ditandatangani dengan kunci yang oleh direktorat dinyatakan tidak berlaku untuk kantor " +
                        head.office + ".",
                    "It is signed by a key that the directorate says is not valid for office " + head.office + "."}};
}

}  // namespace

int verify_export(Invocation& asked, const fs::path& file, const std::string& key, bool json) {
  const std::string text = text_of(file);
  std::optional<codes::PublicKey> known;
  std::optional<KeyList> list;
  if (!key.empty()) {
    auto given = key_from(key);
    if (const auto* one = std::get_if<codes::PublicKey>(&given)) {
      known = *one;
    } else {
      list = std::get<KeyList>(std::move(given));
    }
  }
  audit::Checked checked = audit::check_export(text, known);
  if (!checked.fault && key.empty()) {
    known = own_key(asked, checked.head);
    checked = audit::check_export(text, known);
  }
  const audit::Head read = checked.head.value_or(audit::Head{});
  const auto listed = list && !checked.fault ? std::optional(listed_as(*list, read)) : std::nullopt;
  const bool proven = !checked.fault && (listed ? listed->proven : known.has_value());
  const bool refused = checked.fault || (listed && listed->wrong);
  const Bilingual words = listed ? listed->words : checked.fault || proven ? audit::words_of(checked) : not_known(read);
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
      document["fingerprint"] = codes::fingerprint(checked.head->key);
    }
    if (listed && listed->entry) {
      const std::string_view state = word(listed->entry->state);
      document["key_office"] = listed->entry->office;
      document["key_since"] = iso_text(listed->entry->since);
      document["key_state"] = boost::json::string(state.data(), state.size());
    }
    document["text"] = words.in(language_of(asked.language_asked));
    asked.out() << json_text(document) << '\n';
    return proven ? done : no;
  }
  Terminal to = asked.terminal();
  const auto verdict = refused  ? Bilingual{.id = "DITOLAK", .en = "REFUSED"}
                       : proven ? Bilingual{.id = "baik", .en = "good"}
                                : Bilingual{.id = "BELUM TERBUKTI", .en = "NOT PROVEN"};
  to.line(fmt::format("{}: {}", file.string(), verdict.in(to.language)), proven ? Style::good : Style::bad);
  to.line(wrapped(words.in(to.language), page_width, 0));
  if (!checked.fault && checked.head) {
    const audit::Head& head = *checked.head;
    to.line(fmt::format("{} ({}), {}: {} {}", head.office_name, head.office, head.day.text(), head.rows,
                        to.say("pengecualian", "exceptions")));
    to.line(fmt::format("{} {} ({}), {} {}", to.say("Dibuat", "Made"), iso_text(head.made), head.made_by,
                        to.say("jurnal saat itu di kejadian", "the journal was then at event"), head.journal_seq));
    to.line(fmt::format("{} {}", to.say("Sidik kunci", "Fingerprint of the key"), codes::fingerprint(head.key)));
  }
  return proven ? done : no;
}

}  // namespace antrean::cli
