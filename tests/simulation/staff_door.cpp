#include "staff_door.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "accounts/secrets.hpp"

namespace antrean::simulation {

namespace asio = boost::asio;
using accounts::Session;

namespace {

accounts::Place place_of(const Cookies& cookies) { return {.machine_key = cookies.machine_key, .address = "10.1.2.3"}; }

/// What the journal holds of a command that was done.
Reply reply_of(const std::optional<queue::Refusal>& refusal, const std::optional<journal::Failure>& failure,
               std::vector<std::string> numbers) {
  if (failure) {
    return {.told = Told::failed};
  }
  return refusal ? Reply{.told = Told::refused} : Reply{.told = Told::done, .numbers = std::move(numbers)};
}

}  // namespace

std::unique_ptr<accounts::Accounts> open_accounts(const std::string& vfs, accounts::PasswordHash& hash) {
  return std::make_unique<accounts::Accounts>(
      accounts::OpenAccounts{
          .file = accounts_file, .issuer = "Kantor Imigrasi Bandung", .names = {}, .limits = {}, .vfs = vfs},
      hash);
}

StaffDoor::StaffDoor(asio::io_context& io, const std::string& vfs, const process::Clock& clock,
                     std::function<bool()> clock_trusted, office::CommandLoop& loop, office::Entrance& entrance,
                     Mutant mutant)
    : io_(io),
      accounts_(open_accounts(vfs, hash_), clock, Worker::Jobs::in_place),
      clock_trusted_(std::move(clock_trusted)),
      loop_(loop),
      entrance_(entrance),
      mutant_(mutant) {
  if (mutant_ == Mutant::session_is_seat) {
    accounts_.watch_ended([this](const Session& ended) { leave_counter(ended); });
  }
}

std::optional<Session> StaffDoor::session(const std::string& token) {
  if (auto living = accounts_.session(token)) {
    return living;
  }
  const auto kept = std::ranges::find(kept_, accounts::digest("session", token), &Session::id);
  return kept == kept_.end() ? std::nullopt : std::optional(*kept);
}

asio::awaitable<StaffDoor::Access> StaffDoor::allow(const Asking& asking, std::optional<web::Permission> permission) {
  const auto by = session(asking.cookies.token);
  auto decided = web::decide_access(by, permission, std::nullopt);
  const bool asks_for_a_yes =
      asking.lent && (decided.access == web::Access::allowed || decided.access == web::Access::supervisor_needed);
  if (asks_for_a_yes) {
    const auto supervisor =
        co_await accounts_.check_supervisor_pin(asking.lent->user, asking.lent->pin, place_of(asking.cookies));
    if (!supervisor) {
      co_return Access{.told = supervisor.error().why == accounts::Why::storage ? Told::failed : Told::wrong_pin};
    }
    decided = web::decide_access(session(asking.cookies.token), permission, supervisor->user);
  }
  switch (decided.access) {
    case web::Access::allowed:
      break;
    case web::Access::sign_in:
      co_return Access{.told = Told::sign_in};
    case web::Access::not_allowed:
      co_return Access{.told = Told::not_allowed};
    case web::Access::supervisor_needed:
      co_return Access{.told = Told::supervisor_needed};
  }
  co_return Access{.told = Told::done, .allowed = std::move(decided.allowed)};
}

asio::awaitable<Reply> StaffDoor::command(Asking asking, queue::Action action) {
  const auto access = co_await allow(asking, web::permission_for(action));
  if (access.told != Told::done) {
    co_return Reply{.told = access.told};
  }
  queue::Command command{.by = asking.claimed, .action = std::move(action)};
  if (mutant_ != Mutant::trusts_names) {
    command = web::signed_by(std::move(command), access.allowed);
  }
  struct Result {
    std::optional<queue::Refusal> refusal;
    std::vector<std::string> numbers;
  };
  const auto result = std::make_shared<Result>();
  const auto opens = office::day_to_open(command);
  auto decide = [result, command = std::move(command)](office::Turn& turn) {
    result->refusal = turn.attempt(command, [&](queue::Event& event) {
      if (const auto* issued = std::get_if<queue::TicketIssued>(&event.body)) {
        result->numbers.push_back(issued->number);
      }
    });
  };
  const auto failure = co_await loop_.enter(std::move(decide), opens);
  co_return reply_of(result->refusal, failure, std::move(result->numbers));
}

asio::awaitable<std::variant<Told, office::EntranceReply>> StaffDoor::check_in(Asking asking,
                                                                               office::EntranceRequest entry) {
  const bool against_rules = entry.force.has_value();
  const auto access = co_await allow(asking, against_rules ? web::Permission::exceptions : web::Permission::entrance);
  if (access.told != Told::done) {
    co_return access.told;
  }
  entry.by = access.allowed.user;
  if (against_rules) {
    entry.force->supervisor = access.allowed.actor.name;
  }
  if (mutant_ == Mutant::trusts_names) {
    entry.by = asking.claimed.name;
  }
  co_return co_await entrance_.take(std::move(entry));
}

bool StaffDoor::administers(const std::string& token, accounts::Roles whom) {
  const auto by = session(token);
  return by && by->complete() && web::may_administer(by->roles, whom);
}

asio::awaitable<Told> StaffDoor::disable(Cookies by, std::string user) {
  const auto people = co_await accounts_.people();
  if (!people) {
    co_return Told::failed;
  }
  const auto person = std::ranges::find(*people, user, &accounts::Person::user);
  if (person == people->end() || !administers(by.token, person->roles)) {
    co_return session(by.token) ? Told::not_allowed : Told::sign_in;
  }
  if (mutant_ == Mutant::keeps_disabled) {
    std::ranges::copy_if(accounts_.signed_in(), std::back_inserter(kept_),
                         [&](const Session& session) { return session.user == user; });
  }
  const auto done = co_await accounts_.disable(user);
  co_return done ? Told::done : Told::failed;
}

asio::awaitable<Told> StaffDoor::withdraw(Cookies by, std::string machine_id) {
  if (!administers(by.token, {})) {
    co_return session(by.token) ? Told::not_allowed : Told::sign_in;
  }
  const auto done = co_await accounts_.withdraw(machine_id);
  // Gone already: the answer of the time before was lost.
  co_return done || done.error().why == accounts::Why::unknown_machine ? Told::done : Told::failed;
}

void StaffDoor::leave_counter(const Session& ended) {
  for (const auto& [counter, officer] : loop_.officers()) {
    if (officer == ended.user) {
      asio::co_spawn(
          io_,
          loop_.submit({.by = {.kind = queue::ActorKind::officer, .name = officer}, .action = queue::Logout{counter}}),
          asio::detached);
    }
  }
}

}  // namespace antrean::simulation
