// SPDX-License-Identifier: MIT
#include "tests/support/memorystore.h"

#include <algorithm>

namespace tradestate::test {

StoreInfo MemoryStore::info() const
{
    StoreInfo info;
    info.type = QStringLiteral("influxdb");
    info.url = QStringLiteral("memory:");
    info.layout = QStringLiteral("tables");
    return info;
}

Result<std::vector<StoredSave>> MemoryStore::readHeads(const std::stop_token&)
{
    if (down)
        return tl::unexpected(*down);
    std::map<QString, StoredSave> newest;
    for (const auto& [saveId, save] : saves) {
        const auto [known, isNew] = newest.try_emplace(save.record.folder, save);
        if (!isNew && known->second.record.savedAt < save.record.savedAt)
            known->second = save;
    }
    std::vector<StoredSave> heads;
    for (auto& [folder, save] : newest)
        heads.push_back(std::move(save));
    return heads;
}

Result<std::vector<HistoryEntry>> MemoryStore::history(Timestamp since, int limit, const std::stop_token&)
{
    if (down)
        return tl::unexpected(*down);
    std::vector<HistoryEntry> entries;
    for (const auto& [saveId, save] : saves) {
        if (save.record.savedAt >= since)
            entries.push_back({ save.record, Proof::None, QStringLiteral("primary"), std::nullopt });
    }
    std::sort(entries.begin(), entries.end(),
        [](const HistoryEntry& left, const HistoryEntry& right) { return left.record.savedAt > right.record.savedAt; });
    if (entries.size() > static_cast<size_t>(limit))
        entries.erase(entries.begin() + limit, entries.end());
    return entries;
}

Result<StoredSave> MemoryStore::readSave(const SaveRecord& record, const std::stop_token&)
{
    if (down)
        return tl::unexpected(*down);
    const auto save = saves.find(record.saveId);
    if (save == saves.end())
        return failure(ErrorCode::NoSuchSave, record.saveId);
    return save->second;
}

Result<void> MemoryStore::write(const StoredSave& save, const std::stop_token&)
{
    if (down)
        return tl::unexpected(*down);
    written.push_back(save.record.saveId);
    if (const auto refused = refuses.find(save.record.saveId); refused != refuses.end())
        return tl::unexpected(refused->second);
    if (loseWrites > 0) {
        --loseWrites;
        return failure(ErrorCode::NotConfirmed, QStringLiteral("memory:"), QStringLiteral("not there"));
    }
    StoredSave stored = save;
    stored.proof = Proof::Verified;
    saves.insert_or_assign(save.record.saveId, std::move(stored));
    return {};
}

} // namespace tradestate::test
