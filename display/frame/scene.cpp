#include "frame/scene.hpp"

#include <algorithm>
#include <chrono>

#include "frame/frame.hpp"
#include "values/calendar_text.hpp"

namespace antrean::display {
namespace {

void sooner(std::optional<Milliseconds>& changes_in, std::optional<Milliseconds> candidate) {
  if (candidate && (!changes_in || *candidate < *changes_in)) {
    changes_in = candidate;
  }
}

/// More than anybody reads while waiting. It limits what a strip of it costs.
constexpr std::size_t longest_running_text = 1000;

constexpr std::size_t longest_notice = 400;
/// A sentence of the captions stays for this time.
constexpr Milliseconds caption_turn{2'500};

/// A line that can be drawn: control characters become spaces, and it has at most `most` bytes of whole code
/// points.
std::string one_line(std::string_view text, std::size_t most = 200) {
  std::string line;
  for (const char c : text.substr(0, most)) {
    line += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  }
  if (text.size() > most) {
    while (!line.empty() && (static_cast<unsigned char>(line.back()) & 0xC0u) == 0x80u) {
      line.pop_back();
    }
    if (!line.empty() && static_cast<unsigned char>(line.back()) >= 0x80u) {
      line.pop_back();
    }
    line += "…";
  }
  return line;
}

std::string default_name(CounterId id) { return "Loket " + std::to_string(id); }

std::string name_of(const CounterView& counter) {
  return counter.name.empty() ? default_name(counter.id) : one_line(counter.name);
}

class SceneWriter {
 public:
  SceneWriter(const Snapshot& snapshot, const FrameInput& input)
      : snapshot_(snapshot), input_(input), words_(input.languages, input.pseudo) {}

  Scene write() {
    scene_.stale = input_.stale_since.has_value();
    turn();
    if (input_.lost_because) {
      scene_.why = words_.say(one_line(input_.lost_because->id), one_line(input_.lost_because->en));
    }
    if (snapshot_.version == 0) {
      scene_.notice = words_.connecting();
      scene_.clock = input_.own_clock;
      return std::move(scene_);
    }
    scene_.connected_once = true;
    header();
    emergency();
    calls();
    counters();
    services();
    if (!snapshot_.on_phones.empty() && !scene_.stale) {
      scene_.phone = PhoneScene{snapshot_.on_phones, words_.say("Nomor saya di ponsel", "On my phone")};
    }
    scene_.running_text = one_line(snapshot_.running_text, longest_running_text);
    return std::move(scene_);
  }

 private:
  /// The part of the time since the display's start that belongs to a turn, and when the next begins.
  std::int64_t turns(Milliseconds length) {
    const auto now = std::chrono::floor<Milliseconds>(input_.tick.time_since_epoch());
    sooner(scene_.changes_in, length - now % length);
    return now / length;
  }

  void turn() {
    const bool both =
        input_.languages == Languages::indonesian_english || input_.languages == Languages::english_indonesian;
    scene_.second = both && turns(language_turn) % 2 != 0;
  }

  void header() {
    scene_.office = one_line(snapshot_.office_name);
    scene_.clock = clock_text(input_.now, snapshot_.zone);
    scene_.zone = zone_name(snapshot_.zone);
    scene_.date = words_.date(OfficeDay::of(input_.now, snapshot_.zone));
    scene_.short_date = words_.short_date(OfficeDay::of(input_.now, snapshot_.zone));
    scene_.phase = words_.phase(snapshot_, input_.now);
    scene_.everyday = snapshot_.phase == DayPhase::open;
    const auto into_minute = input_.now - std::chrono::floor<std::chrono::minutes>(input_.now);
    sooner(scene_.changes_in, std::chrono::minutes{1} - into_minute);
    if (input_.stale_since) {
      scene_.banner = words_.lost_since(clock_text(*input_.stale_since, snapshot_.zone));
      scene_.banner_alarms = true;
      return;
    }
    std::vector<const NoticeView*> notices = standing(NoticeSeverity::notice);
    if (!notices.empty()) {
      scene_.banner = said(*notices[turn_among(notices.size())]);
    }
  }

  std::size_t turn_among(std::size_t count) {
    return count < 2 ? 0 : static_cast<std::size_t>(turns(page_turn) % static_cast<std::int64_t>(count));
  }

  /// Notices that are not over. The office takes an old one down, and until it does, the screen does.
  std::vector<const NoticeView*> standing(NoticeSeverity severity) {
    std::vector<const NoticeView*> found;
    for (const NoticeView& notice : snapshot_.notices) {
      if (notice.severity != severity || (notice.until && *notice.until <= input_.now)) {
        continue;
      }
      if (notice.until) {
        sooner(scene_.changes_in, *notice.until - input_.now);
      }
      found.push_back(&notice);
    }
    return found;
  }

  Saying said(const NoticeView& notice) const {
    const std::string id = one_line(notice.text_id, longest_notice);
    const std::string en = one_line(notice.text_en, longest_notice);
    return words_.say(id.empty() ? en : id, en.empty() ? id : en);
  }

  void emergency() {
    const std::vector<const NoticeView*> found = standing(NoticeSeverity::emergency);
    if (found.empty()) {
      return;
    }
    const NoticeView& shown = *found[turn_among(found.size())];
    scene_.urgent =
        Emergency{said(shown), words_.say("Sejak " + clock_text(Language::id, shown.since, snapshot_.zone),
                                          "Since " + clock_text(Language::en, shown.since, snapshot_.zone))};
  }

  Glow glow_of(std::uint64_t call) {
    if (scene_.stale) {
      return Glow::calm;
    }
    for (const NewCall& fresh : input_.new_calls) {
      if (fresh.call != call) {
        continue;
      }
      const GlowNow now = glow(input_.highlight, std::chrono::floor<Milliseconds>(input_.tick - fresh.since));
      sooner(scene_.changes_in, now.changes_in);
      return now.glow;
    }
    return Glow::calm;
  }

  const CounterView* counter(CounterId id) const {
    const auto found = std::find_if(snapshot_.counters.begin(), snapshot_.counters.end(),
                                    [&](const CounterView& view) { return view.id == id; });
    return found == snapshot_.counters.end() ? nullptr : &*found;
  }

  std::string painted_name(CounterId id) const {
    const CounterView* view = counter(id);
    return view == nullptr ? default_name(id) : name_of(*view);
  }
  Saying counter_name(CounterId id) const { return words_.counter(painted_name(id)); }

  /// True when nobody is being called and nobody will be for a while. Then the last call of the morning would
  /// mislead.
  bool at_rest() const {
    return snapshot_.phase != DayPhase::open && snapshot_.phase != DayPhase::last_numbers &&
           std::none_of(snapshot_.counters.begin(), snapshot_.counters.end(),
                        [](const CounterView& view) { return view.number.has_value(); });
  }

  CallScene latest(const CallView& call) {
    const CounterView* view = counter(call.counter);
    const bool standing = view != nullptr && view->number == call.number && view->phase == TicketPhase::called;
    scene_.call_heading = scene_.stale ? words_.say("Terakhir diketahui", "Last known call")
                          : standing   ? words_.say("Nomor dipanggil", "Now calling")
                                       : words_.say("Panggilan terakhir", "Latest call");
    return {one_line(call.number), counter_name(call.counter), standing, glow_of(call.call)};
  }

  void calls() {
    scene_.recent_heading = words_.say("Sebelumnya", "Earlier");
    scene_.recent_notice = words_.say("Belum ada", "None yet");
    const bool resting = at_rest();
    if (snapshot_.calls.empty() || resting) {
      scene_.notice = words_.no_call(snapshot_, input_.now);
    }

    std::vector<std::string_view> listed;
    for (const CallView& call : snapshot_.calls) {
      if (std::find(listed.begin(), listed.end(), call.number) != listed.end()) {
        continue;  // a recall: it is shown once, as the newest
      }
      listed.push_back(call.number);
      if (listed.size() == 1 && !resting) {
        scene_.call = latest(call);
      } else {
        scene_.recent.push_back({one_line(call.number), painted_name(call.counter), clock_text(call.at, snapshot_.zone),
                                 glow_of(call.call)});
      }
    }
    captions();
  }

  /// Every new call in turn, oldest first, each in the language that its person chose, else in the screen's.
  void captions() {
    struct Said {
      const CallView* call;
      std::string text;
    };
    std::vector<Said> sentences;
    for (auto call = snapshot_.calls.rbegin(); call != snapshot_.calls.rend(); ++call) {
      if (glow_of(call->call) == Glow::calm) {
        continue;
      }
      const std::string name = painted_name(call->counter);
      const Saying both = words_.call_out(one_line(call->number), name);
      if (call->language) {
        const Languages only = *call->language == Language::en ? Languages::english : Languages::indonesian;
        sentences.push_back({&*call, Words{only, input_.pseudo}.call_out(one_line(call->number), name).first});
        continue;
      }
      sentences.push_back({&*call, both.first});
      if (!both.second.empty()) {
        sentences.push_back({&*call, both.second});
      }
    }
    if (sentences.empty()) {
      return;
    }
    const auto since_oldest = oldest_new();
    const auto turns_over = since_oldest / caption_turn;
    sooner(scene_.changes_in, caption_turn - since_oldest % caption_turn);
    const Said& shown = sentences[static_cast<std::size_t>(turns_over) % sentences.size()];
    scene_.caption = Caption{shown.text, one_line(shown.call->number) + ": " + counter_name(shown.call->counter).first};
  }

  /// How long the oldest new call has been new.
  Milliseconds oldest_new() const {
    Milliseconds oldest{0};
    for (const NewCall& fresh : input_.new_calls) {
      oldest = std::max(oldest, std::chrono::floor<Milliseconds>(input_.tick - fresh.since));
    }
    return oldest;
  }

  void counters() {
    for (const CounterView& counter : snapshot_.counters) {
      CounterCard card;
      card.id = counter.id;
      card.name = name_of(counter);
      if (counter.number) {
        const TicketPhase phase = counter.phase.value_or(TicketPhase::serving);
        card.number = one_line(*counter.number);
        card.look = phase == TicketPhase::called ? CardLook::called : CardLook::serving;
        card.state = words_.ticket_phase(phase);
        card.glow = glow_of(counter.call);
      } else {
        card.state = words_.counter_state(counter.state);
        card.look = counter.state == CounterState::open     ? CardLook::ready
                    : counter.state == CounterState::paused ? CardLook::paused
                                                            : CardLook::closed;
      }
      scene_.counters.push_back(std::move(card));
    }
  }

  void services() {
    scene_.waiting_heading = words_.say("Menunggu", "Waiting");
    for (const ServiceView& service : snapshot_.services) {
      const std::string name = one_line(service.name);
      const Saying names =
          Words{input_.languages}.say(name, service.name_en.empty() ? name : one_line(service.name_en));
      ServiceLine line{service.key, names, std::to_string(service.waiting), std::nullopt};
      // A wait that was calculated before the line was lost is not reliable any more.
      if (service.wait && !scene_.stale) {
        line.wait = words_.wait(*service.wait);
      }
      scene_.services.push_back(std::move(line));
    }
  }

  const Snapshot& snapshot_;
  const FrameInput& input_;
  Words words_;
  Scene scene_;
};

}  // namespace

Scene scene(const Snapshot& snapshot, const FrameInput& input) { return SceneWriter{snapshot, input}.write(); }

}  // namespace antrean::display
