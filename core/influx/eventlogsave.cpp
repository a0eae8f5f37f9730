// SPDX-License-Identifier: MIT
#include "core/influx/eventlogsave.h"

#include "core/documents/canonical.h"
#include "core/influx/eventlogrows.h"

#include <algorithm>
#include <limits>

namespace tradestate {

namespace {

using Versions = std::vector<const LogEvent*>; ///< of one state_id, oldest first

struct Mark
{
    qint64 time = std::numeric_limits<qint64>::min();
    QString saveId;
    const LogEvent* event = nullptr;
    bool own = false;
};

bool isOwn(const LogEvent& event)
{
    return !ownSaveId(event.versionId).isEmpty();
}

/// Only events that count, apart by what they are about.
class CountingEvents
{
public:
    explicit CountingEvents(const EventLogSlice& slice)
    {
        std::set<QString> committed;
        for (const OwnCommit& commit : slice.commits)
            committed.insert(commit.saveId);
        for (const LogEvent& event : slice.events) {
            const QString saveId = ownSaveId(event.versionId);
            if (saveId.isEmpty() || committed.contains(saveId))
                m_events.push_back(&event);
        }
        std::stable_sort(m_events.begin(), m_events.end(),
            [](const LogEvent* left, const LogEvent* right) { return earlierEvent(*left, *right); });
        // The same version may have been read by more than one query, the first time with more of its fields.
        m_events.erase(std::unique(m_events.begin(), m_events.end(),
                           [](const LogEvent* left, const LogEvent* right) {
                               return left->time == right->time && left->versionId == right->versionId
                                   && left->stateId == right->stateId;
                           }),
            m_events.end());
    }

    /// What was saved here after a Python save is none of what that save knows.
    void dropOwnAfter(qint64 time)
    {
        std::erase_if(m_events, [time](const LogEvent* event) { return event->time > time && isOwn(*event); });
    }

    [[nodiscard]] const std::vector<const LogEvent*>& all() const { return m_events; }
    [[nodiscard]] std::map<QString, Versions> byStateId(EventPart part) const
    {
        std::map<QString, Versions> result;
        for (const LogEvent* event : m_events) {
            if (eventPart(*event) == part)
                result[event->stateId].push_back(event);
        }
        return result;
    }

private:
    std::vector<const LogEvent*> m_events;
};

/// The save marks, oldest first.
struct Marks
{
    std::vector<Mark> list;
    bool olderPortfolio = false;

    [[nodiscard]] std::optional<size_t> newestPython() const
    {
        for (size_t i = list.size(); i > 0; --i) {
            if (!list[i - 1].own)
                return i - 1;
        }
        return std::nullopt;
    }
    [[nodiscard]] std::optional<qint64> timeBefore(size_t index, size_t steps) const
    {
        return index >= steps ? std::optional<qint64>(list[index - steps].time) : std::nullopt;
    }
};

std::vector<Mark> portfolioMarks(const CountingEvents& events)
{
    std::vector<Mark> marks;
    for (const LogEvent* event : events.all()) {
        if (eventPart(*event) != EventPart::Portfolio)
            continue;
        if (isOwn(*event))
            marks.push_back({ event->time, ownSaveId(event->versionId), event, true });
        else if (isPythonSaveMark(*event))
            marks.push_back({ event->time, event->versionId, event, false });
    }
    return marks;
}

/// The portfolio of the Python system grows until it can no longer be saved; its other rows still are.
Marks saveMarks(const CountingEvents& events, const QString& markStateId, qint64 interval)
{
    Marks marks;
    marks.list = portfolioMarks(events);
    const bool any = !marks.list.empty();
    const qint64 newest = any ? marks.list.back().time : std::numeric_limits<qint64>::min();
    std::map<QString, std::vector<const LogEvent*>> written;
    bool late = false;
    const LogEvent* newestPosition = nullptr;
    for (const LogEvent* event : events.all()) {
        const EventPart part = eventPart(*event);
        if (event->time <= newest || isOwn(*event))
            continue;
        if (part == EventPart::PairState) {
            written[event->stateId].push_back(event);
            late = late || !any || event->time - newest > interval;
        } else if (part == EventPart::Position) {
            newestPosition = event;
        }
    }
    if (late) {
        marks.olderPortfolio = true;
        auto most = written.find(markStateId);
        if (most == written.end()) {
            most = std::max_element(written.begin(), written.end(),
                [](const auto& left, const auto& right) { return left.second.size() < right.second.size(); });
        }
        for (const LogEvent* event : most->second)
            marks.list.push_back({ event->time, event->versionId, event, false });
    } else if (!any && newestPosition) {
        // Trades before the first save ever: nothing closes them.
        marks.olderPortfolio = true;
        marks.list.push_back({ newestPosition->time, newestPosition->versionId, newestPosition, false });
    }
    return marks;
}

/// A placeholder yields to the version that was part of the last save, if that is the same trade.
const LogEvent* fullVersionFor(const Versions& versions, const Json::Object& placeholder, std::optional<qint64> from)
{
    const Direction direction = directionFromText(textField(placeholder, "direction"));
    for (size_t i = versions.size() - 1; i > 0; --i) {
        const LogEvent& earlier = *versions[i - 1];
        if ((from && earlier.time <= *from) || isDeletion(earlier))
            return nullptr;
        const EventData data = readEventData(earlier);
        if (data.error || isPlaceholder(data.fields))
            continue;
        return directionFromText(textField(data.fields, "direction")) == direction ? &earlier : nullptr;
    }
    return nullptr;
}

QString rowList(const std::vector<Position>& rows)
{
    QStringList names;
    for (const Position& row : rows)
        names.push_back(row.pair());
    return names.join(QStringLiteral(", "));
}

/// Puts one save together.
class PythonSave
{
public:
    PythonSave(const CountingEvents& events, const Marks& marks, size_t mark, const EventLogSlice& slice,
        const EventLogOptions& options)
        : m_events(events)
        , m_marks(marks)
        , m_mark(mark)
        , m_slice(slice)
        , m_options(options)
        , m_last(marks.list[mark].time)
        , m_before(marks.timeBefore(mark, 1))
        , m_beforeThat(marks.timeBefore(mark, 2))
        , m_rows(m_save)
    {
    }

    StoredSave make()
    {
        takePortfolio();
        takePositions();
        takePairStates();
        addSaveFindings();
        makeRecord();
        m_save.proof = m_rows.proof();
        return std::move(m_save);
    }

private:
    void takePortfolio()
    {
        const LogEvent* portfolio = nullptr;
        for (size_t i = 0; i <= m_mark; ++i) {
            if (eventPart(*m_marks.list[i].event) == EventPart::Portfolio)
                portfolio = m_marks.list[i].event;
        }
        if (portfolio)
            m_rows.addPortfolio(*portfolio);
        else
            m_rows.unproven();
    }

    void takePositions()
    {
        qint64 inSave = 0;
        std::vector<const LogEvent*> liveBefore;
        bool anyLeft = false;
        for (const auto& [stateId, versions] : m_events.byStateId(EventPart::Position)) {
            const LogEvent* newest = versions.back();
            m_newestPosition = std::max(m_newestPosition, newest->time);
            for (const LogEvent* version : versions)
                m_save.tradesSince += version->time > m_last ? 1 : 0;
            if (const LogEvent* saved = newestUpTo(versions, m_last); saved && isAfter(*saved, m_before))
                inSave += isDeletion(*saved) ? 0 : 1;
            if (const LogEvent* saved = m_before ? newestUpTo(versions, *m_before) : nullptr;
                saved && isAfter(*saved, m_beforeThat) && !isDeletion(*saved)) {
                if (newest == saved)
                    liveBefore.push_back(newest);
                else
                    anyLeft = true;
            }
            if (isDeletion(*newest))
                continue;
            if (isAfter(*newest, m_before))
                takeLive(versions);
            else
                m_ghosts.push_back(newest);
        }
        if (!anyLeft)
            m_vanished = std::move(liveBefore);
        checkCount(inSave);
    }

    void takeLive(const Versions& versions)
    {
        const LogEvent* chosen = versions.back();
        EventData data = readEventData(*chosen);
        if (!data.error && isPlaceholder(data.fields)) {
            if (const LogEvent* full = fullVersionFor(versions, data.fields, m_before)) {
                m_rows.tell(Severity::Information, findings::placeholderEntry, eventKey(*chosen),
                    QStringLiteral("entry_price"),
                    QStringLiteral("A version with placeholder values was passed over; shown is the one before it"));
                chosen = full;
                data = readEventData(*full);
            }
        }
        m_rows.addPosition(*chosen, std::move(data));
    }

    void takePairStates()
    {
        for (const auto& [stateId, versions] : m_events.byStateId(EventPart::PairState)) {
            if (!isDeletion(*versions.back()))
                m_rows.addPairState(*versions.back());
        }
    }

    void checkCount(qint64 inSave)
    {
        if (m_marks.olderPortfolio) {
            m_rows.unproven();
            return;
        }
        const auto open = m_save.state.portfolio.openPositions();
        if (!open) {
            m_rows.unproven();
        } else if (*open != Decimal::fromInteger(inSave)) {
            m_rows.unproven();
            m_rows.tell(Severity::Warning, findings::countMismatch, {}, QStringLiteral("open_positions"),
                QStringLiteral("The portfolio counts %1 open positions, but its save has %2")
                    .arg(open->toString())
                    .arg(inSave));
        }
    }

    void addSaveFindings()
    {
        const bool fresh = m_save.state.session.freshStart();
        const bool reconciled = m_save.state.portfolio.fields().contains("reconciliation_time");
        for (const LogEvent* ghost : m_ghosts)
            m_rows.addGhost(*ghost, reconciled);
        if (fresh) {
            m_rows.tell(Severity::Warning, findings::freshStart, {}, {},
                m_save.ghosts.empty() ? QStringLiteral("The trading system started without its stored state")
                                      : QStringLiteral("The trading system started without its stored state; "
                                                       "no longer on record: %1")
                                            .arg(rowList(m_save.ghosts)));
        } else {
            for (const LogEvent* gone : m_vanished) {
                m_rows.tell(Severity::Warning, findings::vanished, eventKey(*gone), {},
                    QStringLiteral("It was in the save before, and in this one all of those positions are gone at "
                                   "once without a trade"));
            }
        }
        if (m_marks.olderPortfolio) {
            m_rows.tell(Severity::Warning, findings::olderPortfolio, {}, {},
                QStringLiteral("The portfolio is older than the positions and pair states: the trading system no "
                               "longer writes it"));
        }
        for (const auto& [key, position] : m_save.state.positions) {
            if (m_slice.returned.contains(key)) {
                m_rows.tell(Severity::Warning, findings::returnedGhost, key, {},
                    QStringLiteral("It was missing from an earlier save and came back with the same entry time; it "
                                   "may have been closed long ago"));
            }
        }
    }

    void makeRecord()
    {
        const Mark& mark = m_marks.list[m_mark];
        SaveRecord& record = m_save.record;
        record = pythonMarkRecord(*mark.event, m_options.account, m_slice.commits);
        if (m_mark > 0)
            record.parentSaveId = m_marks.list[m_mark - 1].saveId;
        // Trades since are shown with the save: who saves after reading it knows them too.
        record.knows[eventlog::pythonFolder] = Timestamp::fromNanoseconds(std::max(mark.time, m_newestPosition));
        completePythonRecord(m_save);
    }

    [[nodiscard]] static bool isAfter(const LogEvent& event, std::optional<qint64> mark)
    {
        return !mark || event.time > *mark;
    }

    [[nodiscard]] static const LogEvent* newestUpTo(const Versions& versions, qint64 time)
    {
        for (size_t i = versions.size(); i > 0; --i) {
            if (versions[i - 1]->time <= time)
                return versions[i - 1];
        }
        return nullptr;
    }

    const CountingEvents& m_events;
    const Marks& m_marks;
    size_t m_mark;
    const EventLogSlice& m_slice;
    const EventLogOptions& m_options;
    qint64 m_last; ///< the newest mark
    std::optional<qint64> m_before; ///< the mark before it
    std::optional<qint64> m_beforeThat;
    StoredSave m_save;
    EventRows m_rows;
    std::vector<const LogEvent*> m_ghosts;
    std::vector<const LogEvent*> m_vanished;
    qint64 m_newestPosition = std::numeric_limits<qint64>::min();
};

} // namespace

std::optional<StoredSave> newestPythonSave(const EventLogSlice& slice, const EventLogOptions& options)
{
    CountingEvents events(slice);
    const Marks marks = saveMarks(events, slice.markStateId, options.intervalNanoseconds);
    const auto mark = marks.newestPython();
    if (!mark)
        return std::nullopt;
    events.dropOwnAfter(marks.list[*mark].time);
    return PythonSave(events, marks, *mark, slice, options).make();
}

} // namespace tradestate
