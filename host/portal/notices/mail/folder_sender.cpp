#include "mail/folder_sender.hpp"

#include <algorithm>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <vector>

#include "files/durable_file.hpp"

namespace antrean::portal {
namespace {

namespace fs = std::filesystem;

/// "20261127T020000.123Z-<id>.eml": the order of names is that of time.
std::string file_name(const Notice& notice) {
  auto time = iso_text(notice.written_at);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return time + "-" + to_text(notice.id) + ".eml";
}

}  // namespace

FolderSender::FolderSender(fs::path folder, MailIdentity identity, std::size_t most_kept)
    : folder_(std::move(folder)), identity_(std::move(identity)), most_kept_(most_kept) {}

boost::asio::awaitable<SendAnswer> FolderSender::send(Notice notice) {
  co_return co_await worker_.run([this, notice = std::move(notice)]() -> SendAnswer {
    try {
      write(notice, compose(notice, identity_));
      forget_oldest();
      return {};
    } catch (const std::invalid_argument& error) {
      return {SendResult::refused, error.what()};
    } catch (const std::system_error& error) {
      return {SendResult::channel_down, error.what()};
    } catch (const std::exception& error) {
      return {SendResult::not_now, error.what()};
    }
  });
}

void FolderSender::write(const Notice& notice, const smtp::Mail& mail) const {
  if (fs::create_directories(folder_)) {
    fs::permissions(folder_, fs::perms::owner_all);
  }
  files::replace(folder_ / file_name(notice), mail.message);
}

void FolderSender::forget_oldest() const {
  std::vector<fs::path> mails;
  for (const auto& entry : fs::directory_iterator{folder_}) {
    if (entry.path().extension() == ".eml") {
      mails.push_back(entry.path());
    }
  }
  if (mails.size() > most_kept_) {
    std::ranges::sort(mails);
    mails.resize(mails.size() - most_kept_);
    std::ranges::for_each(mails, [](const fs::path& mail) { fs::remove(mail); });
  }
}

}  // namespace antrean::portal
