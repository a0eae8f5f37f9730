// SPDX-License-Identifier: MIT
#include "core/manager/migration.h"

#include "core/documents/canonical.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace tradestate {

namespace {

constexpr qint64 futureTolerance = 60 * nanosecondsPerSecond;

void consider(std::optional<Timestamp>& newest, const std::optional<Timestamp>& time)
{
    if (time && (!newest || *newest < *time))
        newest = time;
}

std::optional<Timestamp> newestRowOf(const TradingState& state, const QTimeZone& zone)
{
    std::optional<Timestamp> newest;
    for (const auto& [key, position] : state.positions) {
        consider(newest, position.entryTime(zone));
        consider(newest, timeField(position.fields(), "timestamp", zone));
    }
    for (const auto& [key, pairState] : state.pairStates)
        consider(newest, pairState.lastUpdate(zone));
    return newest;
}

QString missingPartsOf(const Document& document)
{
    QStringList missing;
    if (!document.hasPositions)
        missing.append(QStringLiteral("positions"));
    if (!document.hasPairStates)
        missing.append(QStringLiteral("pair states"));
    return missing.join(QStringLiteral(" and no "));
}

/// What stood where a row belongs and is none; delete markers are told with their field.
bool hasRowsLeftOut(const Document& document)
{
    return std::any_of(document.findings.begin(), document.findings.end(),
        [](const Finding& finding) { return finding.code == findings::invalidValue && finding.field.isEmpty(); });
}

QString whyNotWhole(const Document& document, bool rowsLeftOut)
{
    if (document.salvaged)
        return QStringLiteral("The file is damaged; only a part of it was recovered.");
    if (rowsLeftOut)
        return QStringLiteral("What stands where rows belong is none.");
    if (!document.hasPositions || !document.hasPairStates)
        return QStringLiteral("It has no %1.").arg(missingPartsOf(document));
    return QStringLiteral("It has no time.");
}

MigrationOutcome outcomeOf(const Error& error)
{
    switch (error.code) {
    case ErrorCode::FileNotFound:
    case ErrorCode::FileNotReadable:
    case ErrorCode::FileTooLarge:
        return MigrationOutcome::NotReadable;
    case ErrorCode::NotAState:
        return MigrationOutcome::NoState;
    default:
        return MigrationOutcome::Damaged;
    }
}

/// In the order of their states; what holds none comes last, by name.
bool isBefore(const MigrationItem& left, const MigrationItem& right)
{
    if (left.stateTime.has_value() != right.stateTime.has_value())
        return left.stateTime.has_value();
    const auto key = [](const MigrationItem& item) {
        return std::tuple(item.stateTime.value_or(Timestamp()), item.newestRow.value_or(Timestamp()), item.modified);
    };
    const auto leftKey = key(left);
    const auto rightKey = key(right);
    return leftKey != rightKey ? leftKey < rightKey : left.file < right.file;
}

bool mayBeTaken(const MigrationItem& item)
{
    return item.outcome == MigrationOutcome::ToMigrate || item.outcome == MigrationOutcome::Partial;
}

/// Of files that hold one state the last counts, since what it says is the newest; but an undamaged one before all that
/// were damaged.
void markRepeated(std::vector<MigrationItem>& items)
{
    std::map<QString, const MigrationItem*> kept;
    for (const bool damaged : { false, true }) {
        for (auto item = items.rbegin(); item != items.rend(); ++item) {
            if (mayBeTaken(*item) && item->salvaged == damaged)
                kept.try_emplace(item->checksum->value, &*item);
        }
    }
    for (MigrationItem& item : items) {
        if (!mayBeTaken(item) || kept.at(item.checksum->value) == &item)
            continue;
        item.outcome = MigrationOutcome::SameAsAnother;
        item.why = QStringLiteral("It holds the same state as %1.").arg(kept.at(item.checksum->value)->file);
    }
}

QString howToTakeRows(const MigrationItem& item)
{
    return QStringLiteral("Its rows can be taken with: state-manager restore --file %1 --only PAIR%2")
        .arg(shellWord(item.file), item.salvaged ? QStringLiteral(" --accept-salvaged") : QString());
}

void explainPartial(MigrationItem& item, const MigrationItem& taken)
{
    QStringList sentences { item.why };
    sentences.append(taken.isWhole ? QStringLiteral("It is not taken, because a whole document is there.")
                                   : QStringLiteral("It is not taken, because a newer one is there."));
    if (taken.stateTime && *taken.stateTime < *item.stateTime)
        sentences.append(QStringLiteral("But it is newer than what is taken: compare them."));
    sentences.append(howToTakeRows(item));
    item.why = sentences.join(QLatin1Char(' '));
}

/// Which of two is newer decides what counts, so a person must know where nothing tells.
void tellSameTime(std::vector<MigrationItem>& items, const std::vector<size_t>& order)
{
    if (order.size() < 2)
        return;
    const MigrationItem& before = items[order[order.size() - 2]];
    MigrationItem& newest = items[order.back()];
    if (before.stateTime != newest.stateTime)
        return;
    newest.why = QStringLiteral("It tells the same time as %1, and is taken as the newer one. Compare them with: "
                                "state-manager diff %2 %3")
                     .arg(before.file, shellWord(before.file), shellWord(newest.file));
}

/// The number of saves that an interrupted migration of exactly these files has made.
std::optional<size_t> madeBefore(
    const std::vector<MigrationItem>& items, const std::vector<size_t>& order, const MigrationRecord& record)
{
    if (record.line.empty())
        return std::nullopt;
    const auto place = migrationPlaceOf(record.line.front());
    if (!place || place->number >= place->of || place->of != static_cast<qint64>(order.size()))
        return std::nullopt;
    const auto made = static_cast<size_t>(place->number);
    if (made != record.line.size() || !record.line.back().parentSaveId.isEmpty())
        return std::nullopt;
    for (size_t i = 0; i < made; ++i) {
        const SaveRecord& save = record.line[made - 1 - i];
        if (save.reason != SaveReason::Migration || save.checksum != items[order[i]].checksum)
            return std::nullopt;
    }
    return made;
}

/// A record of this program that is gone is not to be replaced by what was there before it.
bool refuseBeforeOwn(std::vector<MigrationItem>& items, const std::vector<size_t>& order)
{
    const MigrationItem* own = nullptr;
    for (const MigrationItem& item : items) {
        if (item.outcome == MigrationOutcome::OwnDocument)
            own = &item; // the last is the newest
    }
    if (!own || order.empty() || *own->stateTime <= *items[order.back()].stateTime)
        return false;
    for (const size_t i : order) {
        items[i].outcome = MigrationOutcome::Refused;
        items[i].why = QStringLiteral("Nothing is on record, but %1 is newer: look at that first. To take this one all "
                                      "the same: state-manager restore --file %2")
                           .arg(own->file, shellWord(items[i].file));
    }
    return true;
}

QString whyRefused(const MigrationItem& item, const MigrationRecord& record)
{
    QString why = QStringLiteral("The record already holds another state, and a migration never replaces one.");
    const auto place = record.line.empty() ? std::nullopt : migrationPlaceOf(record.line.front());
    if (place && place->number < place->of) {
        why = QStringLiteral("A migration of other files stopped after %1 of %2 saves; it can only be continued with "
                             "the same files.")
                  .arg(place->number)
                  .arg(place->of);
    }
    const QString file = shellWord(item.file);
    return why
        + QStringLiteral(" Look at it with: state-manager show %1; take it with: state-manager restore --file %1%2")
              .arg(file, item.salvaged ? QStringLiteral(" --accept-salvaged") : QString());
}

} // namespace

QString migrationOutcomeText(MigrationOutcome outcome)
{
    switch (outcome) {
    case MigrationOutcome::ToMigrate:
        return QStringLiteral("to-migrate");
    case MigrationOutcome::Migrated:
        return QStringLiteral("migrated");
    case MigrationOutcome::OnRecord:
        return QStringLiteral("already-on-record");
    case MigrationOutcome::SameAsAnother:
        return QStringLiteral("same-as-another");
    case MigrationOutcome::Older:
        return QStringLiteral("older");
    case MigrationOutcome::Partial:
        return QStringLiteral("partial");
    case MigrationOutcome::Refused:
        return QStringLiteral("refused");
    case MigrationOutcome::Changed:
        return QStringLiteral("changed");
    case MigrationOutcome::NothingRead:
        return QStringLiteral("nothing-read");
    case MigrationOutcome::Damaged:
        return QStringLiteral("damaged");
    case MigrationOutcome::NotReadable:
        return QStringLiteral("not-readable");
    case MigrationOutcome::OwnDocument:
        return QStringLiteral("own-document");
    case MigrationOutcome::NoState:
        return QStringLiteral("no-state");
    }
    return QString();
}

int MigrationReport::count(MigrationOutcome outcome) const
{
    return static_cast<int>(std::count_if(
        items.begin(), items.end(), [outcome](const MigrationItem& item) { return item.outcome == outcome; }));
}

MigrationItem migrationItemOf(
    const LegacyFile& file, const Result<Document>& document, const QTimeZone& writerZone, const Timestamp& now)
{
    MigrationItem item;
    item.file = file.path;
    item.modified = file.modified;
    if (!document) {
        item.outcome = outcomeOf(document.error());
        item.error = document.error();
        item.why = errorWhat(document.error().code)
            + (document.error().reason.isEmpty() ? QStringLiteral(".")
                                                 : QStringLiteral(": %1.").arg(document.error().reason));
        return item;
    }
    item.shape = document->shape;
    item.positions = static_cast<qint64>(document->state.positions.size());
    item.pairStates = static_cast<qint64>(document->state.pairStates.size());
    item.findings = document->findings;
    item.recovered = document->recovered;
    item.salvaged = document->salvaged;
    item.newestRow = newestRowOf(document->state, writerZone);
    item.stateTime = document->stateTime ? document->stateTime : item.newestRow;
    if (!item.stateTime)
        item.stateTime = file.modified;
    if (item.stateTime->nanoseconds() > now.nanoseconds() + futureTolerance) {
        item.findings.push_back({ Severity::Warning, findings::futureTime, {}, {},
            QStringLiteral("The state says that it is of %1, which is in the future: its place among the others is "
                           "doubtful")
                .arg(item.stateTime->toRecordText()) });
    }
    if (document->shape == DocumentShape::Native) {
        item.outcome = MigrationOutcome::OwnDocument;
        item.why = QStringLiteral("This program made it. Take it with: state-manager restore --file %1")
                       .arg(shellWord(file.path));
        return item;
    }
    if (document->nothingRead) {
        item.outcome = MigrationOutcome::NothingRead;
        item.why = QStringLiteral(
            "It was made while the state could not be read; it does not say that there were no positions.");
        return item;
    }
    item.checksum = stateChecksum(document->state);
    const bool rowsLeftOut = hasRowsLeftOut(*document);
    // Neither a row nor a time: nothing tells it from a file of another kind, or from one that has lost them all.
    const bool saysNothing = item.positions == 0 && item.pairStates == 0 && !document->stateTime;
    item.isWhole
        = document->hasPositions && document->hasPairStates && !document->salvaged && !rowsLeftOut && !saysNothing;
    item.outcome = item.isWhole ? MigrationOutcome::ToMigrate : MigrationOutcome::Partial;
    if (item.isWhole)
        return item;
    item.why = whyNotWhole(*document, rowsLeftOut);
    if (item.positions == 0 && item.pairStates == 0) {
        // Without a single row nothing tells it from a file that has lost them all.
        item.outcome = MigrationOutcome::Damaged;
        item.why += QStringLiteral(" Not one row is there.");
    }
    return item;
}

std::vector<size_t> decideMigration(std::vector<MigrationItem>& items, bool newestOnly)
{
    std::sort(items.begin(), items.end(), isBefore);
    markRepeated(items);
    std::vector<size_t> order;
    for (size_t i = 0; i < items.size(); ++i) {
        if (items[i].outcome == MigrationOutcome::ToMigrate)
            order.push_back(i);
    }
    if (order.empty()) {
        for (size_t i = items.size(); i-- > 0 && order.empty();) {
            if (items[i].outcome == MigrationOutcome::Partial)
                order.push_back(i);
        }
        if (!order.empty()) {
            MigrationItem& only = items[order.front()];
            only.outcome = MigrationOutcome::ToMigrate;
            only.why += QStringLiteral(" It is taken because no whole document is there: compare it with the broker.");
        }
    }
    if (order.empty())
        return order;
    tellSameTime(items, order);
    if (newestOnly) {
        for (size_t i = 0; i + 1 < order.size(); ++i) {
            items[order[i]].outcome = MigrationOutcome::Older;
            items[order[i]].why = QStringLiteral(
                "It is older than what is taken, and without a journal only the newest state can be kept.");
        }
        order.erase(order.begin(), order.end() - 1);
    }
    for (MigrationItem& item : items) {
        if (item.outcome == MigrationOutcome::Partial)
            explainPartial(item, items[order.back()]);
    }
    return order;
}

Json toJson(const MigrationPlace& place)
{
    return Json(Json::Object { { "number", Json::integer(place.number) }, { "of", Json::integer(place.of) } });
}

std::optional<MigrationPlace> migrationPlaceOf(const SaveRecord& record)
{
    const auto found = record.other.find(migrationPlaceField);
    const Json::Object* fields = found == record.other.end() ? nullptr : found->second.asObject();
    if (record.reason != SaveReason::Migration || !fields)
        return std::nullopt;
    const auto number = [&](const char* name) {
        const auto value = numberField(*fields, name);
        return value ? QString::fromStdString(value->text()).toLongLong() : 0;
    };
    const MigrationPlace place { number("number"), number("of") };
    return place.number > 0 && place.number <= place.of ? std::optional(place) : std::nullopt;
}

std::vector<size_t> compareWithRecord(
    std::vector<MigrationItem>& items, const std::vector<size_t>& order, const MigrationRecord& record)
{
    if (record.isEmpty)
        return refuseBeforeOwn(items, order) ? std::vector<size_t>() : order;
    const auto made = madeBefore(items, order, record);
    std::set<size_t> left;
    if (made)
        left.insert(order.begin() + static_cast<std::ptrdiff_t>(*made), order.end());
    for (size_t i = 0; i < items.size(); ++i) {
        MigrationItem& item = items[i];
        if (!mayBeTaken(item) || left.contains(i))
            continue;
        const auto known = record.states.find(item.checksum->value);
        if (known != record.states.end()) {
            item.outcome = MigrationOutcome::OnRecord;
            item.saveId = known->second;
            item.why.clear();
        } else if (item.outcome == MigrationOutcome::ToMigrate) {
            item.outcome = MigrationOutcome::Refused;
            item.why = whyRefused(item, record);
        }
    }
    return { left.begin(), left.end() };
}

} // namespace tradestate
