#include "store/postgresql/portal_news.hpp"

#include <set>

#include <sodium.h>
#include <spdlog/spdlog.h>

#include "notices/notice.hpp"
#include "store/postgresql/pg_database.hpp"

namespace antrean::portal {
namespace {

constexpr std::chrono::milliseconds look_every{500};
constexpr std::chrono::milliseconds day_of_news = std::chrono::hours{24};
constexpr const char* one_after_another = "SELECT pg_advisory_xact_lock(4102)";

constexpr const char* tables =
    "CREATE UNLOGGED TABLE IF NOT EXISTS portal_news ("
    " id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, portal TEXT NOT NULL, kind TEXT NOT NULL,"
    " key TEXT NOT NULL, at BIGINT NOT NULL, body TEXT NOT NULL);"
    "CREATE INDEX IF NOT EXISTS portal_news_key ON portal_news (kind, key, id);"
    "CREATE UNLOGGED TABLE IF NOT EXISTS portal_run (one INTEGER PRIMARY KEY CHECK (one = 1), run TEXT NOT NULL)";

std::string random_text() {
  NoticeId random{};
  randombytes_buf(random.data(), random.size());
  return to_text(random);
}

/// Made by the first portal, unless another made them at the same moment.
void make_tables(sql::Database& db) {
  try {
    sql::Transaction transaction(db);
    db.exec("SELECT pg_advisory_xact_lock(4101)");
    db.exec(tables);
    transaction.commit();
  } catch (const sql::TryAgain&) {
    sql::Transaction transaction(db);
    db.exec(tables);
    transaction.commit();
  }
}

/// Of the database; `mine` if it has none, as after a failover.
std::string run_of(sql::Database& db, const std::string& mine) {
  sql::Transaction transaction(db);
  sql::Statement put(db, "INSERT INTO portal_run VALUES (1, ?1) ON CONFLICT (one) DO NOTHING");
  put.bind(1, mine);
  put.exec();
  sql::Statement get(db, "SELECT run FROM portal_run WHERE one = 1");
  get.step();
  auto run = get.column(0).as_text();
  get.reset();
  transaction.commit();
  return run;
}

std::int64_t newest_of(sql::Database& db) {
  sql::Statement newest(db, "SELECT coalesce(max(id), 0) FROM portal_news");
  newest.step();
  const auto id = newest.column(0).as_int64();
  newest.reset();
  return id;
}

}  // namespace

PortalNews::PortalNews(boost::asio::io_context& io, const std::string& where)
    : rest_(std::make_unique<AsioTimer>(io)),
      me_(random_text()),
      db_(std::make_unique<pg::PgDatabase>(pg::DatabaseOptions{.where = where})) {
  make_tables(*db_);
  run_ = run_of(*db_, random_text());
}

PortalNews::~PortalNews() = default;

void PortalNews::tell(News news) {
  if (waiting_.size() == most_waiting) {
    waiting_.pop_front();
  }
  waiting_.push_back(std::move(news));
  rest_.wake();
}

void PortalNews::stop() {
  stopping_ = true;
  rest_.wake();
}

boost::asio::awaitable<void> PortalNews::run() {
  while (!stopping_) {
    try {
      co_await exchange();
      complained_ = false;
    } catch (const std::exception& failure) {
      if (!complained_) {
        spdlog::warn("news between portals are late: {}", failure.what());
      }
      complained_ = true;
    }
    if (!stopping_) {
      co_await rest_.take(look_every);
    }
  }
}

boost::asio::awaitable<void> PortalNews::exchange() {
  before_each_();
  const std::vector<News> told(waiting_.begin(), waiting_.end());
  const auto rows = co_await worker_.run([this, &told] { return exchange_in_job(told); });
  // What was told meanwhile is behind them; when too much waited, some of them have gone already.
  for (std::size_t n = 0; n < told.size() && !waiting_.empty(); ++n) {
    waiting_.pop_front();
  }
  for (const auto& [id, news] : rows) {
    last_ = id;
    if (const auto heard = heard_.find(news.kind); heard != heard_.end()) {
      heard->second(news);
    }
  }
}

std::vector<PortalNews::Row> PortalNews::exchange_in_job(const std::vector<News>& told) {
  const auto work = [&] {
    std::vector<Row> rows;
    sql::Transaction transaction(*db_);
    // After a failover the table is empty, and those who start then must have the same run.
    if (last_ == 0 || !told.empty()) {
      sql::Statement run(*db_, "INSERT INTO portal_run VALUES (1, ?1) ON CONFLICT (one) DO NOTHING");
      run.bind(1, run_);
      run.exec();
    }
    if (!told.empty()) {
      db_->exec(one_after_another);  // so that the order of the numbers is the order in which others see them
    }
    for (const auto& one : told) {
      if (one.whole) {
        sql::Statement forget(*db_, "DELETE FROM portal_news WHERE kind = ?1 AND key = ?2");
        forget.bind(1, one.kind);
        forget.bind(2, one.key);
        forget.exec();
      }
      sql::Statement put(*db_, "INSERT INTO portal_news (portal, kind, key, at, body) VALUES (?1, ?2, ?3, ?4, ?5)");
      put.bind(1, me_);
      put.bind(2, one.kind);
      put.bind(3, one.key);
      put.bind(4, one.at);
      put.bind(5, one.body);
      put.exec();
    }
    if (!told.empty()) {
      sql::Statement old(*db_, "DELETE FROM portal_news WHERE at < ?1");
      old.bind(1, told.back().at - day_of_news.count());
      old.exec();
    }
    sql::Statement read(*db_,
                        "SELECT id, kind, key, at, body FROM portal_news WHERE id > ?1 AND portal <> ?2 ORDER BY id");
    read.bind(1, newest_of(*db_) < last_ ? 0 : last_);  // after a failover numbers begin anew
    read.bind(2, me_);
    while (read.step()) {
      rows.push_back({read.column(0).as_int64(),
                      {.kind = read.column(1).as_text(),
                       .key = read.column(2).as_text(),
                       .body = read.column(4).as_text(),
                       .at = read.column(3).as_int64()}});
    }
    read.reset();
    transaction.commit();
    return rows;
  };
  try {
    return work();
  } catch (const sql::Lost&) {
    db_->reconnect();
    make_tables(*db_);
    return work();
  }
}

}  // namespace antrean::portal
