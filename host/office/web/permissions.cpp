#include "web/permissions.hpp"

#include <utility>
#include <variant>

namespace antrean::web {
namespace {

template <class... Each>
struct Overloaded : Each... {
  using Each::operator()...;
};
template <class... Each>
Overloaded(Each...) -> Overloaded<Each...>;

/// The kind that the journal and the rules of the queue know a person as.
queue::ActorKind kind_of(accounts::Roles roles) {
  if (roles.has(accounts::Role::supervisor)) {
    return queue::ActorKind::supervisor;
  }
  return roles.has(accounts::Role::officer) ? queue::ActorKind::officer : queue::ActorKind::entrance;
}

}  // namespace

std::optional<Permission> permission_for(const queue::Action& action) {
  using namespace queue;
  using Needs = std::optional<Permission>;
  const auto counter = [](const auto&) -> Needs { return Permission::counter; };
  return std::visit(Overloaded{
                        [&](const CallNext& it) { return counter(it); },
                        [&](const Recall& it) { return counter(it); },
                        [&](const Start& it) { return counter(it); },
                        [&](const NoShow& it) { return counter(it); },
                        [&](const Finish& it) { return counter(it); },
                        [&](const FinishAndNext& it) { return counter(it); },
                        [&](const UndoFinish& it) { return counter(it); },
                        [&](const Park& it) { return counter(it); },
                        [&](const Resume& it) { return counter(it); },
                        [&](const CancelCall& it) { return counter(it); },
                        [&](const Transfer& it) { return counter(it); },
                        [&](const OpenCounter& it) { return counter(it); },
                        [&](const PauseCounter& it) { return counter(it); },
                        [&](const CloseCounter& it) { return counter(it); },
                        [&](const Login& it) { return counter(it); },
                        [&](const Logout& it) { return counter(it); },
                        [](const GrantClass&) -> Needs { return Permission::numbers; },
                        [](const ReturnTicket&) -> Needs { return Permission::numbers; },
                        [](const CancelTicket&) -> Needs { return Permission::numbers; },
                        [](const WalkIn&) -> Needs { return Permission::entrance; },
                        [](const CallOutOfOrder&) -> Needs { return Permission::exceptions; },
                        [&](const ServeDirect& it) { return counter(it); },
                        [](const OpenDay&) -> Needs { return Permission::day; },
                        [](const CloseDay&) -> Needs { return Permission::day; },
                        [](const Rollover&) -> Needs { return Permission::day; },
                        [](const PutInLine&) -> Needs { return Permission::day; },
                        [](const PauseHall&) -> Needs { return Permission::day; },
                        [](const ResumeHall&) -> Needs { return Permission::day; },
                        [](const SetNotice&) -> Needs { return Permission::day; },
                        [](const EndNotice&) -> Needs { return Permission::day; },
                        [](const SetWalkIns&) -> Needs { return Permission::day; },
                        [](const SetLastNumbers&) -> Needs { return Permission::day; },
                        // The program's own.
                        [](const Tick&) -> Needs { return std::nullopt; },
                        [](const Admit&) -> Needs { return std::nullopt; },
                        [](const AnswerScan&) -> Needs { return std::nullopt; },
                        [](const Press&) -> Needs { return std::nullopt; },
                        [](const RaiseAlarm&) -> Needs { return std::nullopt; },
                        [](const ClearAlarm&) -> Needs { return std::nullopt; },
                        [](const NoteNumbers&) -> Needs { return std::nullopt; },
                        [](const NoteSettings&) -> Needs { return std::nullopt; },
                        [](const GiveFeedback&) -> Needs { return std::nullopt; },
                    },
                    static_cast<const Actions&>(action));
}

Decided decide_access(const std::optional<accounts::Session>& session, std::optional<Permission> permission,
                      const std::optional<std::string>& supervisor) {
  if (!session || !session->complete()) {
    return {.access = Access::sign_in};
  }
  const bool own = permission && may(session->roles, *permission);
  if (!permission || (!own && !may_be_lent(*permission, session->roles))) {
    return {.access = Access::not_allowed};
  }
  if (supervisor) {
    return {.access = Access::allowed,
            .allowed = {.actor = {.kind = queue::ActorKind::supervisor, .name = *supervisor + " for " + session->user},
                        .user = session->user}};
  }
  if (!own) {
    return {.access = Access::supervisor_needed};
  }
  return {.access = Access::allowed,
          .allowed = {.actor = {.kind = kind_of(session->roles), .name = session->user}, .user = session->user}};
}

queue::Command signed_by(queue::Command command, const Allowed& allowed) {
  command.by = allowed.actor;
  if (auto* login = std::get_if<queue::Login>(&command.action)) {
    login->officer = allowed.user;
  }
  return command;
}

std::optional<Allowed> machine_access(const std::string& name, bool of_the_entrance,
                                      std::optional<Permission> permission) {
  if (!permission || !machine_may(of_the_entrance, *permission)) {
    return std::nullopt;
  }
  const std::string machine = "machine " + name;
  return Allowed{.actor = {.kind = queue::ActorKind::entrance, .name = machine}, .user = machine};
}

Permission permission_for(const office::EntranceRequest& request) {
  if (request.force) {
    return Permission::exceptions;
  }
  const bool code_alone = !request.picked && request.people == 0 && request.class_key.empty() && request.scanned;
  return code_alone ? Permission::check_in : Permission::entrance;
}

}  // namespace antrean::web
