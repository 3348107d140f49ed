#include "audit/audit_export.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <sodium.h>

#include "values/words.hpp"

namespace antrean::audit {
namespace {

namespace json = boost::json;

constexpr std::string_view begins = R"({"antrean_audit":)";
constexpr std::int64_t version = 1;
constexpr std::string_view chain_begins = R"(,"chain":")";
constexpr std::size_t chain_digits = 64;
constexpr std::size_t chain_size = chain_begins.size() + chain_digits + 2;  // with the quote and brace behind it
constexpr std::string_view signature_begins = R"({"signature":")";
constexpr std::size_t signature_digits = 2 * crypto_sign_BYTES;

json::string text(std::string_view value) { return json::string(value.data(), value.size()); }

/// The chain after a line, which is given without its own chain.
Hash after(const Hash& before, std::uint64_t line, std::string_view content) {
  static const Chain chain{{}};
  return chain.next(before, {.seq = line,
                             .at = 0,
                             .opening = 0,
                             .day = std::nullopt,
                             .who_kind = {},
                             .who = {},
                             .name = "audit",
                             .body = content});
}

/// Puts lines behind each other, each with its chain.
class Writer {
 public:
  void line(const json::object& content) {
    std::string written = json::serialize(content);
    chain_ = after(chain_, ++lines_, written);
    written.pop_back();  // the brace
    out_ += written;
    out_ += chain_begins;
    out_ += hash_text(chain_);
    out_ += "\"}\n";
  }
  std::string& text() { return out_; }

 private:
  std::string out_;
  Hash chain_{};
  std::uint64_t lines_ = 0;
};

json::object json_of(const queue::Actor& by) {
  json::object told{{"kind", text(word(by.kind))}, {"name", text(by.name)}};
  for (const auto& [key, value] :
       {std::pair{"role", &by.role}, std::pair{"machine", &by.machine}, std::pair{"officer", &by.officer}}) {
    if (!value->empty()) {
      told[key] = text(*value);
    }
  }
  return told;
}

json::object json_of(const Head& head) {
  return {{"antrean_audit", version},
          {"office", text(head.office)},
          {"office_name", text(head.office_name)},
          {"zone", text(word(head.zone))},
          {"day", text(head.day.text())},
          {"made", text(iso_text(head.made))},
          {"made_by", text(head.made_by)},
          {"journal", json::object{{"generation", text(head.generation)},
                                   {"seq", head.journal_seq},
                                   {"hash", text(hash_text(head.journal_hash))}}},
          {"key", text(codes::to_text(head.key))},
          {"rows", head.rows}};
}

json::object json_of(const Row& row) {
  const Bilingual words = words_of(row.what);
  return {{"seq", row.seq},
          {"at", text(iso_text(row.at))},
          {"by", json_of(row.by)},
          {"event", text(row.event)},
          {"kind", text(word(row.what.kind))},
          {"number", text(row.what.number)},
          {"counter", row.what.counter},
          {"about", text(row.what.about)},
          {"reason", text(row.what.reason)},
          {"id", text(words.id)},
          {"en", text(words.en)},
          {"hash", text(hash_text(row.hash))}};
}

std::optional<json::object> object_of(std::string_view line) {
  boost::system::error_code error;
  auto read = json::parse(json::string_view(line.data(), line.size()), error);
  if (error || !read.is_object()) {
    return std::nullopt;
  }
  return std::move(read.get_object());
}

std::string field(const json::object& from, const char* key) {
  const auto* value = from.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string().data(), value->get_string().size())
                                                : std::string();
}
std::optional<std::uint64_t> number(const json::object& from, const char* key) {
  const auto* value = from.if_contains(key);
  if (value == nullptr || !value->is_number()) {
    return std::nullopt;
  }
  boost::system::error_code error;
  const auto read = value->to_number<std::uint64_t>(error);
  return error ? std::nullopt : std::optional(read);
}

std::optional<Head> head_of(const json::object& from) {
  Head head;
  head.office = field(from, "office");
  head.office_name = field(from, "office_name");
  head.made_by = field(from, "made_by");
  const auto zone = from_word<Zone>(field(from, "zone"));
  const auto day = OfficeDay::parse(field(from, "day"));
  const auto key = codes::public_key_from_text(field(from, "key"));
  const auto rows = number(from, "rows");
  if (!zone || !day || !key || !rows || head.office.empty()) {
    return std::nullopt;
  }
  head.zone = *zone;
  head.day = *day;
  head.key = *key;
  head.rows = *rows;
  if (const auto* journal = from.if_contains("journal"); journal != nullptr && journal->is_object()) {
    head.generation = field(journal->get_object(), "generation");
    head.journal_seq = number(journal->get_object(), "seq").value_or(0);
    head.journal_hash = hash_from(field(journal->get_object(), "hash")).value_or(Hash{});
  }
  return head;
}

/// A line without its chain, and the chain; nothing if it has none.
struct Chained {
  std::string content;
  Hash chain{};
};
std::optional<Chained> chained(std::string_view line) {
  if (line.size() <= chain_size || !line.ends_with("\"}")) {
    return std::nullopt;
  }
  const std::string_view end = line.substr(line.size() - chain_size);
  const auto hash = hash_from(end.substr(chain_begins.size(), chain_digits));
  if (!end.starts_with(chain_begins) || !hash) {
    return std::nullopt;
  }
  return Chained{.content = std::string(line.substr(0, line.size() - chain_size)) + "}", .chain = *hash};
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

using Signature = std::array<std::uint8_t, crypto_sign_BYTES>;

/// Nothing for a line of another form; only one way of writing counts.
std::optional<Signature> signature_of(std::string_view line) {
  if (line.size() != signature_begins.size() + signature_digits + 2 || !line.starts_with(signature_begins) ||
      !line.ends_with("\"}")) {
    return std::nullopt;
  }
  const std::string_view digits = line.substr(signature_begins.size(), signature_digits);
  Signature signature{};
  std::size_t size = 0;
  std::string again(signature_digits + 1, '\0');
  if (sodium_hex2bin(signature.data(), signature.size(), digits.data(), digits.size(), nullptr, &size, nullptr) != 0 ||
      size != signature.size() ||
      std::string_view(sodium_bin2hex(again.data(), again.size(), signature.data(), signature.size())) != digits) {
    return std::nullopt;
  }
  return signature;
}

/// The first line that is not what was written, by the chain; 0: none.
std::uint64_t first_changed(const std::vector<std::string_view>& lines) {
  Hash chain{};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto line = chained(lines[i]);
    chain = line ? after(chain, i + 1, line->content) : Hash{};
    if (!line || chain != line->chain) {
      return i + 1;
    }
  }
  return 0;
}

/// The line of a signed export that contradicts the rest; 0: none.
std::uint64_t contradiction(const Head& head, const std::vector<std::string_view>& rows,
                            std::vector<std::string>& kinds) {
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = object_of(rows[i]);
    const auto seq = row ? number(*row, "seq") : std::nullopt;
    const auto kind = row ? from_word<Kind>(field(*row, "kind")) : std::nullopt;
    if (!kind || !seq || *seq <= before || *seq > head.journal_seq || !hash_from(field(*row, "hash"))) {
      return i + 2;
    }
    before = *seq;
    kinds.push_back(field(*row, "kind"));
  }
  return 0;
}

}  // namespace

std::string make_export(Head head, const std::vector<Row>& rows, const codes::KeyPair& key) {
  head.key = key.public_key;
  head.rows = rows.size();
  Writer writer;
  writer.line(json_of(head));
  for (const Row& row : rows) {
    writer.line(json_of(row));
  }
  std::string& out = writer.text();
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char*>(out.data()), out.size(),
                       key.secret_key.data());
  std::string digits(signature_digits + 1, '\0');
  sodium_bin2hex(digits.data(), digits.size(), signature.data(), signature.size());
  digits.pop_back();
  out += std::string(signature_begins) + digits + "\"}\n";
  return std::move(out);
}

bool looks_like_export(std::string_view text) { return text.starts_with(begins); }

Checked check_export(std::string_view text, const std::optional<codes::PublicKey>& known) {
  Checked checked;
  const auto fault = [&](Fault what, std::uint64_t line = 0) {
    checked.fault = what;
    checked.line = line;
    return checked;
  };
  if (!looks_like_export(text)) {
    return fault(Fault::not_an_export);
  }
  std::vector<std::string_view> lines = lines_of(text);
  const auto first = object_of(lines.front());
  if (first && number(*first, "antrean_audit").value_or(version) != version) {
    return fault(Fault::newer);
  }
  checked.head = first ? head_of(*first) : std::nullopt;
  const bool ended = text.ends_with('\n');
  const bool has_end = lines.size() > 1 && lines.back().starts_with(signature_begins);
  const auto signature = has_end && ended ? signature_of(lines.back()) : std::nullopt;
  if (has_end) {
    lines.pop_back();
  }
  if (const std::uint64_t changed = first_changed(lines);
      changed != 0 && (has_end || changed < lines.size() || changed == 1)) {
    return fault(Fault::changed, changed);
  }
  if (!has_end || !ended || (checked.head && checked.head->rows > lines.size() - 1)) {
    return fault(Fault::cut_off);
  }
  if (!signature) {
    return fault(Fault::changed, lines.size() + 1);
  }
  if (!checked.head) {
    return fault(Fault::content, 1);
  }
  const std::size_t signed_bytes =
      static_cast<std::size_t>(lines.back().data() + lines.back().size() - text.data()) + 1;
  if (sodium_init() < 0 ||
      crypto_sign_verify_detached(signature->data(), reinterpret_cast<const unsigned char*>(text.data()), signed_bytes,
                                  checked.head->key.data()) != 0) {
    return fault(Fault::not_signed);
  }
  if (known && checked.head->key != *known) {
    return fault(Fault::other_key);
  }
  const std::vector<std::string_view> rows(lines.begin() + 1, lines.end());
  if (checked.head->rows != rows.size()) {
    return fault(Fault::content, 1);
  }
  if (const std::uint64_t line = contradiction(*checked.head, rows, checked.kinds); line != 0) {
    return fault(Fault::content, line);
  }
  return checked;
}

Bilingual words_of(const Checked& checked) {
  if (!checked.fault) {
    return {.id = "Setiap bait seperti ditandatangani.", .en = "Every byte is as it was signed."};
  }
  switch (*checked.fault) {
    case Fault::not_an_export:
      return {.id = "Ini bukan ekspor audit Antrean. Mintalah berkas .jsonl dari halaman audit kantor.",
              .en = "This is not an audit export of Antrean. Ask for the .jsonl file of the office's audit page."};
    case Fault::newer:
      return {.id = "Ekspor ini dibuat rilis yang lebih baru. Periksa dengan rilis itu.",
              .en = "A newer release made this export. Check it with that release."};
    case Fault::cut_off:
      return {.id =
                  "Akhir berkas hilang: berkas terpotong saat disalin, atau barisnya dihapus. Mintalah sekali lagi "
                  "dari kantor.",
              .en =
                  "Its end is missing: it was cut off when it was copied, or lines were removed. Ask the office for "
                  "it again."};
    case Fault::changed:
      return {
          .id = fmt::format("Baris {} tidak seperti ditulis: isinya diubah, atau ada baris yang dihapus, disisipkan "
                            "atau dipindahkan di sini. Simpan berkas ini sebagai bukti dan mintalah lagi dari kantor.",
                            checked.line),
          .en = fmt::format("Line {} is not what was written: it was changed, or a line was removed, put in or moved "
                            "here. Keep this file as evidence, and ask the office for it again.",
                            checked.line)};
    case Fault::not_signed:
      return {.id =
                  "Tanda tangannya bukan dari kunci yang tertulis di berkas. Isi berkas dibuat lain oleh orang yang "
                  "tidak punya kunci kantor.",
              .en =
                  "The signature is not of the key that the file names. Somebody without the office's key made what "
                  "it says."};
    case Fault::other_key:
      return {.id =
                  "Ditandatangani dengan kunci lain, bukan kunci kantor yang diharapkan: dari kantor lain, dari kantor "
                  "yang kuncinya diganti, atau tiruan. Tanyakan kepada direktorat.",
              .en =
                  "Signed with another key than that of the expected office: it is of another office, of an office "
                  "whose key was replaced, or an imitation. Ask the directorate."};
    case Fault::content:
      return {
          .id = fmt::format("Tanda tangannya benar, tetapi baris {} bertentangan dengan yang lain. Simpan berkas ini "
                            "sebagai bukti dan tanyakan kepada kantor.",
                            checked.line),
          .en = fmt::format("It is signed, but line {} contradicts the others. Keep this file as evidence, and ask "
                            "the office.",
                            checked.line)};
  }
  return {};
}

}  // namespace antrean::audit
