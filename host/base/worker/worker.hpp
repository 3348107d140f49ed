// A worker: one thread that owns one blocking resource (a serial bus, the journal's database, the speaker).
//
// A job takes values and gives a value. It runs on the worker's thread; its result or exception comes back to
// the awaiting coroutine on the coroutine's own executor. Jobs run one after another in the order given.
// Declare workers after the io_context that they answer to, so that they are destroyed (joined) first. A job
// cannot be cancelled after it was posted; keep jobs short, or limit them by their own timeout.
#pragma once

#include <pthread.h>

#include <exception>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace antrean {

class Worker {
 public:
  enum class Jobs { on_own_thread, in_place };
  /// `name` is also the name of the thread (its first 15 bytes), for `ps -T`, `top -H` and debuggers.
  /// `in_place`: there is no thread, and a job runs at once where it is awaited; this is for simulation on
  /// virtual time.
  explicit Worker(std::string name, Jobs jobs = Jobs::on_own_thread) : name_(std::move(name)) {
    if (jobs == Jobs::on_own_thread) {
      boost::asio::post(pool_.emplace(1), [thread_name = name_.substr(0, 15)] {
        pthread_setname_np(pthread_self(), thread_name.c_str());
      });
    }
  }
  ~Worker() { join(); }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  const std::string& name() const { return name_; }

  /// Runs `job()` on the worker and gives its result. An exception of the job is thrown in the awaiting
  /// coroutine. The job is destroyed on the worker before the result or the exception arrives. Until then the
  /// coroutine keeps its io_context running.
  template <class Job>
  boost::asio::awaitable<std::invoke_result_t<Job&>> run(Job job) {
    using Result = std::invoke_result_t<Job&>;
    if (!pool_) {
      co_return job();
    }
    using Value = std::conditional_t<std::is_void_v<Result>, std::monostate, Result>;
    auto start = [this](auto handler, Job work) {
      auto executor = boost::asio::get_associated_executor(handler);
      auto guard = boost::asio::make_work_guard(executor);
      boost::asio::post(
          *pool_, [handler = std::move(handler), guard = std::move(guard), executor, work = std::move(work)]() mutable {
            std::exception_ptr error;
            std::optional<Value> value;
            try {
              // Moved here so that everything the job holds is destroyed before its answer arrives.
              Job job_at_work = std::move(work);
              if constexpr (std::is_void_v<Result>) {
                job_at_work();
                value.emplace();
              } else {
                value.emplace(job_at_work());
              }
            } catch (...) {
              error = std::current_exception();
            }
            boost::asio::dispatch(
                executor, [handler = std::move(handler), guard = std::move(guard), error = std::move(error),
                           value = std::move(value)]() mutable { std::move(handler)(error, std::move(value)); });
          });
    };
    auto value = co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>,
                                                      void(std::exception_ptr, std::optional<Value>)>(
        std::move(start), boost::asio::use_awaitable, std::move(job));
    if constexpr (!std::is_void_v<Result>) {
      co_return std::move(*value);
    }
  }

  /// Runs `job()` on the worker after the jobs given before. Nobody learns when it ends, and it must not
  /// throw. If a job of this worker posts it, it runs after the answer of that job was sent, and before or
  /// after jobs that were given meanwhile.
  template <class Job>
  void post(Job job) {
    if (pool_) {
      boost::asio::post(*pool_, std::move(job));
    } else {
      job();
    }
  }

  /// Lets the posted jobs finish and ends the thread. Later `run` calls never complete, so call it last.
  void join() {
    if (pool_) {
      pool_->join();
    }
  }

 private:
  std::string name_;
  std::optional<boost::asio::thread_pool> pool_;
};

}  // namespace antrean
