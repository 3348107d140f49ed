// The exceptions of a day as a signed file that can be checked anywhere, without the office and its journal.
//
// Lines of JSON, each ended by a line feed:
//   {"antrean_audit":1,"office":"AD",...,"key":"<base64>","rows":2,"chain":"<hex>"}       the head
//   {"seq":812,"at":"...","by":{..},"event":"called","kind":"out_of_order",...,"chain":"<hex>"}   a row
//   {"signature":"<hex>"}                                                               the end
// "chain" is BLAKE2b-256 over the chain of the line before and this line without its chain; so it says which
// line was changed. The signature (Ed25519, by the key in the head) is over everything before the last line.
// "hash" of a row and "journal" in the head are those of the journal's own chain: whoever has the journal, or
// the heads that lie at the portal, can hold the export against it.
//
// Plain functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/exceptions.hpp"
#include "chain/chain.hpp"
#include "codes/booking_code.hpp"
#include "queue/events.hpp"
#include "values/bilingual.hpp"
#include "values/office_time.hpp"

namespace antrean::audit {

/// One exception with what the journal says beside it.
struct Row {
  std::uint64_t seq = 0;
  UtcTime at{};
  queue::Actor by;
  std::string event;  ///< its name in the journal
  Exception what;
  Hash hash{};  ///< of the journal's chain at this event
};

struct Head {
  std::string office;  ///< "AD"
  std::string office_name;
  Zone zone = Zone::wib;
  OfficeDay day;
  UtcTime made{};
  std::string made_by;
  std::string generation;         ///< of the journal; empty: it has no event
  std::uint64_t journal_seq = 0;  ///< the journal's newest event when the export was made
  Hash journal_hash{};            ///< its hash
  codes::PublicKey key{};         ///< of whoever signed
  std::uint64_t rows = 0;
};

/// `head.key` and `head.rows` are set here.
std::string make_export(Head head, const std::vector<Row>& rows, const codes::KeyPair& key);

enum class Fault : std::uint8_t {
  not_an_export,  ///< another file
  newer,          ///< of a release that this one does not know
  cut_off,        ///< its end is missing
  changed,        ///< a line is not what was written; `line` says which
  not_signed,     ///< every line is whole, but the signature is not of this key and these lines
  other_key,      ///< signed by somebody else than whom it should be of
  content,        ///< signed, and yet it contradicts itself; `line` says where
};

struct Checked {
  std::optional<Fault> fault;        ///< nothing: every byte is as it was signed
  std::uint64_t line = 0;            ///< from 1; 0: no particular one
  std::optional<Head> head;          ///< as far as it could be read; of a faulty file nothing in it is proven
  std::vector<std::string> kinds{};  ///< of the rows, in order, when there is no fault
};

/// `known`: the key of the office it should be of. Without it the file is held against the key that it names
/// itself: it is whole then, but anybody may have made it.
Checked check_export(std::string_view text, const std::optional<codes::PublicKey>& known);

/// Whether a file begins as an export does.
bool looks_like_export(std::string_view text);

/// What is wrong and what to do about it, a sentence or two.
Bilingual words_of(const Checked& checked);

}  // namespace antrean::audit

template <>
inline constexpr std::array<std::string_view, 7> antrean::words<antrean::audit::Fault>{
    "not_an_export", "newer", "cut_off", "changed", "not_signed", "other_key", "content"};
