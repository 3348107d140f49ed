// Audits the entrance's screen: whose answer it shows, from what the journal says was answered and what the
// feed shows. Everybody who shows a code reads an answer of their own: one given after they showed it, or the
// large one that is already there for the same code.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "queue/events.hpp"
#include "values/snapshot.hpp"
#include "verdict.hpp"

namespace antrean::simulation {

class ScreenAudit {
 public:
  explicit ScreenAudit(Verdict& verdict) : verdict_(verdict) {}

  /// The name of a code with a bad signature. Its content cannot be known.
  static constexpr const char* forged = "forged";
  /// Anything that is no booking code.
  static constexpr const char* stray = "stray";

  void see(const queue::Event& event);
  void shown(const EntranceView& view);

  using Reader = std::uint64_t;
  /// `code`: the code for people, or one of the two above.
  Reader holds_up(std::string who, std::string code);
  /// Call it some seconds later, if the office has been well all the time.
  void reads(Reader reader);
  void forget(Reader reader) { readers_.erase(reader); }

 private:
  struct Person {
    std::string who;
    std::string code;
    std::uint64_t after = 0;  ///< the answer that was there before
    bool has_read = false;
  };
  bool belongs(std::uint64_t answer, const std::string& code) const;
  void answer(const std::string& code) { codes_[++seq_] = code; }

  Verdict& verdict_;
  std::map<std::uint64_t, std::string> codes_;  ///< by the number of the answer on the screen
  std::uint64_t seq_ = 0;
  EntranceView view_;
  std::map<Reader, Person> readers_;
  Reader last_ = 0;
};

}  // namespace antrean::simulation
