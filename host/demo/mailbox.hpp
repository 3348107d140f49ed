// The mails of a folder, as a person's mail program shows them. The portal of the demo writes its mails there
// (FolderSender). Blocking: a few small files. Any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace antrean::demo {

struct ReceivedMail {
  std::string file;  ///< its name, which sorts by time
  std::string to;
  std::string subject;
  std::string text;    ///< the plain part
  std::string digits;  ///< the six digits that confirm a contact; "": it has none
};

/// Newest first, at most `most`. A folder that is not there is empty; a file that cannot be read is left out.
std::vector<ReceivedMail> read_mailbox(const std::filesystem::path& folder, std::size_t most);

}  // namespace antrean::demo
