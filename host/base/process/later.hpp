// A second queue of an io_context, for what may wait. Handlers that come through executor() run one at a
// time, behind everything else that is ready. The office serves its pages through it, so a press never waits
// for the requests of the network: at most for one handler of them.
//
// Lives longer than everything that has its executor, and shorter than the io_context.
#pragma once

#include <atomic>
#include <type_traits>
#include <utility>

#include <boost/asio/execution.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace antrean::process {

class Later {
 public:
  explicit Later(boost::asio::io_context& io) : io_(io), open_(waiting_.get_executor()) {}
  Later(const Later&) = delete;
  Later& operator=(const Later&) = delete;

  /// Any thread.
  class Executor {
   public:
    explicit Executor(Later& later, bool may_run_at_once = true) : later_(&later), may_run_at_once_(may_run_at_once) {}

    boost::asio::execution_context& query(boost::asio::execution::context_t /*which*/) const noexcept {
      return later_->io_;
    }
    boost::asio::execution::blocking_t query(boost::asio::execution::blocking_t /*which*/) const noexcept {
      return may_run_at_once_ ? boost::asio::execution::blocking_t(boost::asio::execution::blocking.possibly)
                              : boost::asio::execution::blocking_t(boost::asio::execution::blocking.never);
    }
    Executor require(boost::asio::execution::blocking_t::possibly_t /*how*/) const noexcept {
      return Executor(*later_, true);
    }
    Executor require(boost::asio::execution::blocking_t::never_t /*how*/) const noexcept {
      return Executor(*later_, false);
    }
    template <class Work>
    void execute(Work&& work) const {
      const auto inner = later_->waiting_.get_executor();
      if (may_run_at_once_ && inner.running_in_this_thread()) {
        std::decay_t<Work> now(std::forward<Work>(work));
        now();
        return;
      }
      boost::asio::post(inner, std::forward<Work>(work));
      later_->one_more();
    }
    friend bool operator==(const Executor&, const Executor&) noexcept = default;

   private:
    Later* later_;
    bool may_run_at_once_;
  };

  Executor executor() { return Executor(*this); }

 private:
  void one_more() {
    if (count_.fetch_add(1) == 0) {
      take_turn();
    }
  }
  /// Behind what the io_context has already found ready.
  void take_turn() {
    boost::asio::post(io_, [this] {
      waiting_.poll_one();
      if (count_.fetch_sub(1) > 1) {
        take_turn();
      }
    });
  }

  boost::asio::io_context& io_;
  boost::asio::io_context waiting_{1};  ///< its queue only: nothing of the machine is waited for in it
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> open_;
  std::atomic<unsigned> count_{0};  ///< handlers in `waiting_`
};

}  // namespace antrean::process
