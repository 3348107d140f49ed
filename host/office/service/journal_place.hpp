// Where the journal of this office is, how it is opened, and what to do when it cannot be opened.
#pragma once

#include <string>

#include "journal/backup_folder.hpp"
#include "journal/journal.hpp"
#include "office_settings/office_settings.hpp"

namespace antrean::office {

journal::Options journal_options(const OfficeSettings& settings);

journal::BackupFolder backup_folder(const OfficeSettings& settings);

/// For a person whose journal cannot be used: the command that brings the newest backup back.
std::string way_back(const OfficeSettings& settings);

}  // namespace antrean::office
