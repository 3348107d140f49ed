#include "ticket_printer/escpos_printer.hpp"

#include <algorithm>
#include <deque>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "ticket_printer/escpos.hpp"
#include "ticket_printer/print_memory.hpp"
#include "ticket_printer/printer_channel.hpp"
#include "ticket_printer/ticket_layout.hpp"
#include "worker/worker.hpp"

namespace antrean {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;
using End = PrinterChannel::End;

/// Rows of a picture sent as one command: 2.3 KB at 80 mm. Small printers have room for 4 KB, and only while
/// there is room is a question heard.
constexpr unsigned band = 32;
constexpr std::uint8_t white_before_cut = 24;  // dots
constexpr std::size_t most_not_printed = 50;

namespace words {

Bilingual no_paper() {
  return {.id = "kertas printer tiket habis; pasang gulungan baru",
          .en = "the ticket printer has no paper; put in a new roll"};
}
Bilingual cover_open() {
  return {.id = "tutup printer tiket terbuka; tutup sampai terkunci",
          .en = "the cover of the ticket printer is open; close it until it locks"};
}
Bilingual knife_stuck() {
  return {.id = "pisau printer tiket macet; buka tutupnya dan keluarkan kertas yang tersangkut",
          .en = "the knife of the ticket printer is stuck; open its cover and take out the paper"};
}
Bilingual broken() {
  return {.id = "printer tiket bermasalah; matikan lalu nyalakan lagi",
          .en = "the ticket printer reports a fault; switch it off and on again"};
}
Bilingual too_hot() {
  return {.id = "kepala printer tiket terlalu panas; akan lanjut sendiri setelah dingin",
          .en = "the head of the ticket printer is too hot; it goes on by itself when it has cooled down"};
}
Bilingual being_fed() {
  return {.id = "tombol kertas printer tiket sedang ditekan",
          .en = "the paper button of the ticket printer is pressed"};
}
Bilingual offline() {
  return {.id = "printer tiket tidak siap; lihat lampu dan tombolnya",
          .en = "the ticket printer is offline; look at its lamps and buttons"};
}
Bilingual silent() {
  return {.id = "printer tiket tidak menerima data; periksa kertas dan tutupnya, lalu matikan dan nyalakan lagi",
          .en = "the ticket printer takes no data; look at its paper and its cover, then switch it off and on again"};
}
Bilingual lost(const std::string& name) {
  return {.id = name + ": printer tiket terputus; periksa daya dan kabelnya",
          .en = name + ": the ticket printer was disconnected; check its power and its cable"};
}
Bilingual not_remembered(const std::string& why) {
  return {.id = "tiket tidak dicetak, karena tidak dapat dicatat bahwa ia dicetak: " + why,
          .en = "no ticket is printed, because it cannot be remembered that it was: " + why};
}
Bilingual paper_low() {
  return {.id = "kertas printer tiket hampir habis; siapkan gulungan baru",
          .en = "the paper of the ticket printer is nearly used up; keep a new roll at hand"};
}

}  // namespace words

std::optional<Bilingual> trouble_of(const escpos::Condition& now) {
  if (now.cover_open) {
    return words::cover_open();
  }
  if (now.paper_out) {
    return words::no_paper();
  }
  if (now.knife_stuck) {
    return words::knife_stuck();
  }
  if (now.broken) {
    return words::broken();
  }
  if (now.too_hot) {
    return words::too_hot();
  }
  if (now.being_fed) {
    return words::being_fed();
  }
  if (now.offline) {
    return words::offline();
  }
  return std::nullopt;
}

struct Job {
  std::uint64_t serial = 0;
  PaperTicket ticket;
  bool again = false;
};

/// What came of a job.
enum class Fate : std::uint8_t {
  none,     ///< there was no job
  waits,    ///< not begun, or not ended: the printer has a trouble
  printed,  ///< it is on paper, as far as the printer can say
  half,     ///< begun and not ended, and it cannot be ended; or it cannot be drawn
  known     ///< it was printed before
};

struct Report {
  std::optional<Bilingual> trouble{};
  Bilingual advice{};
  bool answers = true;
  Fate fate = Fate::none;
  std::string failure{};  ///< for the log
};

/// The printer and what is being printed. It is used on the worker only, apart from stop().
class Device {
 public:
  explicit Device(const PrinterSettings& settings)
      : settings_(settings), channel_(settings.where), memory_(settings.memory) {}

  void stop() { channel_.stop(); }

  /// False if it cannot be known.
  bool was_printed(const std::string& id) {
    try {
      return memory_.ended(id);
    } catch (const std::exception& error) {
      spdlog::warn("ticket printer: {}", error.what());
      return false;
    }
  }

  /// Looks how the printer is, ends what was begun, and prints the job, if there is one.
  Report visit(const std::optional<Job>& job) {
    Report report;
    report.fate = job ? Fate::waits : Fate::none;
    lost_.reset();
    const End end = get_ready(job, report);
    const bool begun_and_lost = job && lost_ == job->serial;
    if (end != End::done) {
      failed(end, report);
    } else if (!report.trouble && job && !begun_and_lost) {
      print(*job, report);
    }
    if (job && lost_ == job->serial) {
      report.fate = Fate::half;
    }
    report.answers = answers_ != Answers::no;
    return report;
  }

 private:
  enum class Answers : std::uint8_t { not_known, yes, no };

  /// What is being sent.
  struct Sending {
    std::uint64_t serial = 0;
    std::deque<std::string> commands{};
    std::size_t taken = 0;  ///< of the first command
    bool asked = false;     ///< whether it is on paper
  };

  End get_ready(const std::optional<Job>& job, Report& report) {
    const bool was_open = channel_.is_open();
    End end = open_and_look(job, report);
    if (end == End::lost && was_open) {
      // A connection that was idle may have been closed by the printer; that is no trouble.
      disconnected();
      end = open_and_look(job, report);
    }
    return end;
  }

  End open_and_look(const std::optional<Job>& job, Report& report) {
    if (!channel_.is_open()) {
      if (auto why = channel_.open(steady_clock::now() + settings_.stall_after)) {
        report.trouble = std::move(why);
        return End::done;
      }
      answers_ = Answers::not_known;
      confirms_ = true;
    }
    if (sending_ && sending_->taken > 0) {
      // In the middle of a command a question would be taken for a part of it.
      if (const End end = send_command(); end != End::done) {
        return end;
      }
    }
    // A printer that does not answer is not asked before each ticket: that would only cost time.
    if (answers_ != Answers::no || !job) {
      if (const End end = look(report); end != End::done) {
        return end;
      }
    }
    if (!report.trouble && cut_off_) {
      // It may still wait for the rest of a picture.
      std::size_t taken = 0;
      const std::string rest = escpos::padding(std::size_t{band} * settings_.dots / 8);
      if (const End end = channel_.write(rest, settings_.stall_after, taken); end != End::done) {
        return end;
      }
      cut_off_ = false;
    }
    if (!report.trouble && sending_ && (!job || sending_->serial != job->serial)) {
      return end_the_half_one();
    }
    return End::done;
  }

  /// The answer to one question. Nothing: it does not answer.
  End ask(escpos::Question question, std::optional<std::uint8_t>& answer) {
    if (const End end = channel_.drain(); end != End::done) {
      return end;
    }
    std::size_t taken = 0;
    if (const End end = channel_.write(escpos::ask(question), settings_.stall_after, taken); end != End::done) {
      return end;
    }
    // One that has answered before gets more time: it may be busy.
    const auto patience = answers_ == Answers::yes ? settings_.stall_after : settings_.answer_within;
    const auto by = steady_clock::now() + patience;
    for (;;) {
      std::uint8_t byte = 0;
      const End end = channel_.read(byte, by);
      if (end == End::stalled) {
        return End::done;
      }
      if (end != End::done) {
        return end;
      }
      if (escpos::is_answer(byte)) {
        answer = byte;
        return End::done;
      }
    }
  }

  End look(Report& report) {
    using escpos::Question;
    escpos::Condition now;
    for (const Question question : {Question::printer, Question::offline, Question::paper, Question::error}) {
      if (question == Question::error && (!now.offline || trouble_is_known(now))) {
        continue;  // some printers have no answer to it
      }
      std::optional<std::uint8_t> answer;
      if (const End end = ask(question, answer); end != End::done) {
        return end;
      }
      if (answer) {
        answers_ = Answers::yes;
        escpos::read(question, *answer, now);
      } else if (question == Question::printer) {
        if (answers_ == Answers::yes) {
          report.trouble = words::silent();
        }
        answers_ = answers_ == Answers::yes ? Answers::yes : Answers::no;
        return End::done;
      }
    }
    report.trouble = trouble_of(now);
    if (!report.trouble && now.paper_low) {
      report.advice = words::paper_low();
    }
    return End::done;
  }

  static bool trouble_is_known(const escpos::Condition& now) { return now.cover_open || now.paper_out; }

  void print(const Job& job, Report& report) {
    if (!sending_) {
      if (!begin(job, report)) {
        return;
      }
    }
    const End end = send(report);
    if (end != End::done) {
      failed(end, report);
    } else if (!report.trouble) {
      sending_.reset();
      report.fate = Fate::printed;
      try {
        memory_.note_end(job.ticket.id);
      } catch (const std::exception& error) {
        spdlog::warn("ticket printer: {}; after a restart it is offered again", error.what());
      }
    }
  }

  /// False: it is not to be printed, or not now.
  bool begin(const Job& job, Report& report) {
    try {
      if (!job.again && memory_.knows(job.ticket.id)) {
        report.fate = Fate::known;
        return false;
      }
    } catch (const std::exception& error) {
      report.trouble = words::not_remembered(error.what());
      return false;
    }
    std::deque<std::string> commands;
    try {
      commands = commands_of(draw_ticket(job.ticket, settings_.dots, settings_.languages));
    } catch (const std::exception& error) {
      report.fate = Fate::half;
      report.failure = error.what();
      return false;
    }
    if (!job.again) {
      try {
        memory_.note(job.ticket.id);
      } catch (const std::exception& error) {
        report.trouble = words::not_remembered(error.what());
        return false;
      }
    }
    sending_ = Sending{.serial = job.serial, .commands = std::move(commands)};
    return true;
  }

  std::deque<std::string> commands_of(const DotPicture& picture) const {
    std::deque<std::string> commands{escpos::initialize()};
    for (unsigned row = 0; row < picture.height; row += band) {
      commands.push_back(escpos::raster(picture, row, std::min(band, picture.height - row)));
    }
    commands.push_back(end_of_ticket());
    return commands;
  }
  std::string end_of_ticket() const {
    // Without a knife the ticket is torn off: the last line must be out of the printer.
    return settings_.cut ? escpos::feed(white_before_cut) + escpos::cut()
                         : escpos::feed(white_before_cut) + escpos::feed(120);
  }

  End send_command() {
    std::size_t taken = 0;
    const std::string_view rest = std::string_view(sending_->commands.front()).substr(sending_->taken);
    const End end = channel_.write(rest, settings_.stall_after, taken);
    sending_->taken += taken;
    if (end == End::done) {
      sending_->commands.pop_front();
      sending_->taken = 0;
    }
    return end;
  }

  End send(Report& report) {
    while (!sending_->commands.empty()) {
      if (const End end = send_command(); end != End::done) {
        return end;
      }
      if (answers_ == Answers::yes && !sending_->commands.empty()) {
        std::optional<std::uint8_t> answer;
        if (const End end = ask(escpos::Question::printer, answer); end != End::done) {
          return end;
        }
        escpos::Condition now;
        if (answer) {
          escpos::read(escpos::Question::printer, *answer, now);
        }
        if (!answer || now.offline) {
          if (const End end = look(report); end != End::done || report.trouble) {
            return end;
          }
        }
      }
    }
    if (const End end = channel_.settle(settings_.stall_after); end != End::done) {
      return end;
    }
    return answers_ == Answers::yes && confirms_ ? wait_for_paper(report) : End::done;
  }

  End wait_for_paper(Report& report) {
    std::size_t taken = 0;
    if (!sending_->asked) {
      if (const End end = channel_.write(escpos::ask_when_printed(), settings_.stall_after, taken); end != End::done) {
        return end;
      }
      sending_->asked = true;
    }
    const auto by = steady_clock::now() + settings_.stall_after;
    for (;;) {
      std::uint8_t byte = 0;
      const End end = channel_.read(byte, by);
      if (end == End::stalled) {
        break;
      }
      if (end != End::done) {
        return end;
      }
      if (escpos::is_printed_answer(byte)) {
        return End::done;
      }
    }
    if (const End end = look(report); end != End::done) {
      return end;
    }
    confirms_ = report.trouble.has_value();  // all is well with it, so it does not know the question
    return End::done;
  }

  /// A ticket that is given up: what is on paper of it is cut off.
  End end_the_half_one() {
    const bool all_sent = sending_->commands.empty();
    sending_.reset();
    if (all_sent) {
      return End::done;
    }
    std::size_t taken = 0;
    return channel_.write(end_of_ticket(), settings_.stall_after, taken);
  }

  void disconnected() {
    channel_.close();
    if (sending_) {
      cut_off_ = cut_off_ || sending_->taken > 0;
      lost_ = sending_->serial;
      sending_.reset();
    }
  }

  void failed(End end, Report& report) {
    if (end == End::stalled) {
      report.trouble = words::silent();
    } else if (end == End::lost) {
      disconnected();
      report.trouble = words::lost(channel_.name());
    }
  }

  PrinterSettings settings_;
  PrinterChannel channel_;
  PrintMemory memory_;
  Answers answers_ = Answers::not_known;
  bool confirms_ = true;  ///< it answers when a ticket is on paper
  /// The connection was lost in the middle of a command; at a start the office may have died in one.
  bool cut_off_ = true;
  std::optional<Sending> sending_;
  std::optional<std::uint64_t> lost_;  ///< the job that was begun when the connection was lost in this visit
};

class EscposPrinter final : public TicketPrinter {
 public:
  EscposPrinter(asio::io_context& io, PrinterSettings settings)
      : settings_(std::move(settings)), wake_(io), device_(settings_), worker_("printer") {}
  ~EscposPrinter() override { stop(); }
  EscposPrinter(const EscposPrinter&) = delete;
  EscposPrinter& operator=(const EscposPrinter&) = delete;

  void print(PaperTicket ticket) override { queue(std::move(ticket), false); }
  void print_again(PaperTicket ticket) override {
    forget_not_printed(ticket.number);
    queue(std::move(ticket), true);
  }

  void offer(PaperTicket ticket) override {
    offered_.push_back(std::move(ticket));
    wake_.cancel();
  }

  asio::awaitable<void> run() override {
    while (!stopping_) {
      while (!offered_.empty() && !stopping_) {
        const PaperTicket one = std::move(offered_.front());
        offered_.pop_front();
        const bool printed = co_await worker_.run([this, id = one.id] { return device_.was_printed(id); });
        if (!printed && !is_waiting(one.id)) {
          add_not_printed(one.number);
        }
      }
      drop_old();
      std::optional<Job> job;
      if (!waiting_.empty()) {
        job = waiting_.front().job;
      }
      const bool had_job = job.has_value();
      Report report = co_await worker_.run([this, job = std::move(job)] { return device_.visit(job); });
      if (stopping_) {
        co_return;
      }
      if (had_job) {
        settle(report);
      }
      note(report);
      if (health_.online && !waiting_.empty()) {
        continue;
      }
      boost::system::error_code woken;
      wake_.expires_after(health_.online ? settings_.look_every : settings_.retry_after);
      co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
  }

  void stop() override {
    stopping_ = true;
    device_.stop();
    wake_.cancel();
  }

  PrinterHealth health() const override { return health_; }

 private:
  struct Waiting {
    Job job;
    steady_clock::time_point since;
  };

  bool is_waiting(const std::string& id) const {
    return std::ranges::any_of(waiting_, [&id](const Waiting& one) { return one.job.ticket.id == id; });
  }

  void queue(PaperTicket ticket, bool again) {
    waiting_.push_back({{.serial = ++serial_, .ticket = std::move(ticket), .again = again}, steady_clock::now()});
    wake_.cancel();
  }

  /// The ticket at the front, after a visit.
  void settle(const Report& report) {
    const std::string& number = waiting_.front().job.ticket.number;
    switch (report.fate) {
      case Fate::none:
      case Fate::waits:
        return;
      case Fate::printed:
        ++health_.printed;
        break;
      case Fate::half:
        spdlog::warn(
            "ticket printer: {} may be on paper in part only, or not at all; it is not printed again by itself{}{}",
            number, report.failure.empty() ? "" : ": ", report.failure);
        add_not_printed(number);
        break;
      case Fate::known:
        break;
    }
    waiting_.pop_front();
  }

  void note(Report& report) {
    const bool online = !report.trouble;
    if (online && !health_.online) {
      spdlog::info("ticket printer: ready{}", report.answers ? "" : "; it answers no question, so it is only told");
    }
    if (!online && *report.trouble != health_.trouble) {
      spdlog::warn("ticket printer: {}", report.trouble->en);
    }
    health_.online = online;
    health_.trouble = online ? Bilingual{} : std::move(*report.trouble);
    health_.advice = std::move(report.advice);
    health_.told_only = online && !report.answers;
  }

  void drop_old() {
    while (!waiting_.empty() && steady_clock::now() - waiting_.front().since > settings_.oldest) {
      const std::string& number = waiting_.front().job.ticket.number;
      spdlog::warn("ticket printer: {} was not printed, it had waited too long", number);
      add_not_printed(number);
      waiting_.pop_front();
    }
  }

  void add_not_printed(const std::string& number) {
    forget_not_printed(number);
    health_.not_printed.push_back(number);
    if (health_.not_printed.size() > most_not_printed) {
      health_.not_printed.erase(health_.not_printed.begin());
    }
  }
  void forget_not_printed(const std::string& number) { std::erase(health_.not_printed, number); }

  PrinterSettings settings_;
  asio::steady_timer wake_;
  std::deque<Waiting> waiting_;
  std::deque<PaperTicket> offered_;
  std::uint64_t serial_ = 0;
  bool stopping_ = false;
  PrinterHealth health_;
  Device device_;  ///< closed after the worker has ended
  Worker worker_;
};

}  // namespace

std::unique_ptr<TicketPrinter> make_escpos_printer(asio::io_context& io, PrinterSettings settings) {
  return std::make_unique<EscposPrinter>(io, std::move(settings));
}

}  // namespace antrean
