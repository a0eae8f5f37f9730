// SPDX-License-Identifier: MIT
#include "core/manager/restorewarnings.h"

#include <QCoreApplication>

#include <algorithm>

namespace tradestate {

namespace {

void warn(ChangePlan& plan, const char* code, const QString& message)
{
    plan.warnings.push_back({ QString::fromLatin1(code), message });
}

/// Cooldowns that the plan would put on record although their bars have passed since they were written.
void warnOfOldCooldowns(ChangePlan& plan, const PlanSource& source, const PlanContext& context)
{
    QStringList over;
    QStringList unknown;
    for (const PlanRow& row : plan.rows) {
        const Json::Object* fields = row.proposed ? row.proposed->asObject() : nullptr;
        if (row.part != StatePart::PairState || row.kind == ChangeKind::Unchanged || !fields)
            continue;
        const PairState state(*fields);
        const auto cooldown = state.cooldown();
        if (!cooldown || !cooldown->isFinite() || cooldown->isZero() || cooldown->isNegative())
            continue;
        const auto written = state.lastUpdate(context.writerZone);
        const auto since = written ? written : source.stateTime;
        if (context.barSeconds <= 0 || !since) {
            unknown.append(row.key);
            continue;
        }
        const double bars = double(context.now.nanoseconds() - since->nanoseconds())
            / (double(context.barSeconds) * double(nanosecondsPerSecond));
        if (bars >= cooldown->toDouble())
            over.append(row.key);
    }
    if (!over.isEmpty()) {
        warn(plan, "old-cooldowns",
            QCoreApplication::translate(
                "RestorePlan", "The cooldowns of %1 are older than their bars: they are over by now.")
                .arg(over.join(QStringLiteral(", "))));
    }
    if (!unknown.isEmpty()) {
        warn(plan, "old-cooldowns",
            QCoreApplication::translate(
                "RestorePlan", "Whether the cooldowns of %1 are over by now cannot be told: %2.")
                .arg(unknown.join(QStringLiteral(", ")),
                    context.barSeconds <= 0
                        ? QCoreApplication::translate("RestorePlan", "TRADING_STATE_BAR_SECONDS is not set")
                        : QCoreApplication::translate("RestorePlan", "they carry no time")));
    }
}

void warnOfLackingParts(ChangePlan& plan, const PlanSource& source)
{
    if (source.complete)
        return;
    QStringList lacking;
    if (!source.hasPositions)
        lacking.append(QCoreApplication::translate("RestorePlan", "positions"));
    if (!source.hasPairStates)
        lacking.append(QCoreApplication::translate("RestorePlan", "pair states"));
    if (!source.hasPortfolio)
        lacking.append(QCoreApplication::translate("RestorePlan", "portfolio"));
    if (!source.hasSession)
        lacking.append(QCoreApplication::translate("RestorePlan", "session"));
    const QString what = lacking.isEmpty()
        ? QCoreApplication::translate("RestorePlan", "It may not be whole")
        : QCoreApplication::translate("RestorePlan", "It has no %1, which stay as they are")
              .arg(lacking.join(QStringLiteral(", ")));
    warn(plan, "partial", what + QCoreApplication::translate("RestorePlan", "; nothing is removed."));
}

/// Who will be able to read what is written; told where it is not plain from what is there already.
void warnOfReaders(ChangePlan& plan, const Snapshot& snapshot, const PlanSource& source)
{
    if (snapshot.store.type != QLatin1String("influxdb")) {
        if (source.fromPython) {
            warn(plan, "readable-by",
                QCoreApplication::translate("RestorePlan",
                    "It goes into the journal on this machine, which the Python trading system does not "
                    "read."));
        }
        return;
    }
    const QString layout = plan.layout.isEmpty() ? snapshot.store.layout : plan.layout;
    const bool tables = layout == QLatin1String("tables");
    if (!plan.layout.isEmpty()) {
        warn(plan, "readable-by",
            tables ? QCoreApplication::translate("RestorePlan",
                "InfluxDB is empty: it will be written in the layout tables, which the Python "
                "trading system does not read.")
                   : QCoreApplication::translate("RestorePlan",
                       "InfluxDB is empty: it will be written as the event log that the Python trading "
                       "system starts from."));
    } else if (tables && source.fromPython) {
        warn(plan, "readable-by",
            QCoreApplication::translate("RestorePlan",
                "It will be written in the layout tables, which the Python trading system does not read."));
    }
}

/// The sentence has their value as %1 and ours as %2.
void warnOfOther(std::vector<PlanWarning>& warnings, const char* code, const char* sentence, const QString& theirs,
    const QString& ours)
{
    if (!theirs.isEmpty() && !ours.isEmpty() && theirs != ours) {
        warnings.push_back(
            { QString::fromLatin1(code), QCoreApplication::translate("RestorePlan", sentence).arg(theirs, ours) });
    }
}

} // namespace

std::vector<PlanWarning> sessionWarnings(const SessionInfo& theirs, const SessionInfo& ours)
{
    std::vector<PlanWarning> warnings;
    warnOfOther(warnings, "other-provider",
        QT_TRANSLATE_NOOP("RestorePlan", "It was written with another data provider: %1, now %2."),
        theirs.dataProvider(), ours.dataProvider());
    warnOfOther(warnings, "other-strategy",
        QT_TRANSLATE_NOOP("RestorePlan", "It was written with another strategy: %1, now %2."), theirs.strategy(),
        ours.strategy());
    warnOfOther(warnings, "other-version",
        QT_TRANSLATE_NOOP("RestorePlan", "It was written with another version of the trading system: %1, now %2."),
        theirs.systemVersion(), ours.systemVersion());
    warnOfOther(warnings, "other-broker",
        QT_TRANSLATE_NOOP("RestorePlan", "It was written with another broker: %1, now %2."), theirs.broker(),
        ours.broker());
    QStringList theirPairs = theirs.tradingPairs();
    QStringList ourPairs = ours.tradingPairs();
    theirPairs.sort();
    ourPairs.sort();
    if (theirPairs.isEmpty() || ourPairs.isEmpty() || theirPairs == ourPairs)
        return warnings;
    QStringList onlyTheirs;
    QStringList onlyOurs;
    std::set_difference(
        theirPairs.begin(), theirPairs.end(), ourPairs.begin(), ourPairs.end(), std::back_inserter(onlyTheirs));
    std::set_difference(
        ourPairs.begin(), ourPairs.end(), theirPairs.begin(), theirPairs.end(), std::back_inserter(onlyOurs));
    QStringList parts;
    if (!onlyTheirs.isEmpty())
        parts.append(
            QCoreApplication::translate("RestorePlan", "%1 only then").arg(onlyTheirs.join(QStringLiteral(", "))));
    if (!onlyOurs.isEmpty())
        parts.append(
            QCoreApplication::translate("RestorePlan", "%1 only now").arg(onlyOurs.join(QStringLiteral(", "))));
    warnings.push_back({ QStringLiteral("other-pairs"),
        QCoreApplication::translate("RestorePlan", "It was written with another list of pairs: %1.")
            .arg(parts.join(QStringLiteral("; "))) });
    return warnings;
}

QString layoutToWrite(const Snapshot& snapshot, const PlanSource& source, const PlanContext& context)
{
    // Saves that wait on this machine settle nothing while the bucket itself holds none.
    const bool settled = snapshot.record && !snapshot.store.layout.isEmpty();
    if (snapshot.store.type != QLatin1String("influxdb") || settled || snapshot.has(Condition::Unreachable))
        return QString();
    if (snapshot.store.version.startsWith(QLatin1String("3.")))
        return QStringLiteral("tables");
    if (context.layout != LayoutChoice::Auto)
        return context.layout == LayoutChoice::Versions ? QStringLiteral("versions") : QStringLiteral("tables");
    // The event log is the record of one account.
    const bool mayBeEventLog = snapshot.store.account == QLatin1String("default");
    return source.fromPython && mayBeEventLog ? QStringLiteral("versions") : QStringLiteral("tables");
}

void addRestoreWarnings(
    ChangePlan& plan, const Snapshot& snapshot, const PlanSource& source, const PlanContext& context)
{
    if (source.nothingRead)
        return;
    if (plan.putsBack) {
        warn(plan, "not-there",
            QCoreApplication::translate("RestorePlan",
                "InfluxDB does not hold the newest save: the whole record is written there again, also what does not "
                "change."));
    }
    if (source.hasSession && plan.head) {
        for (PlanWarning& warning : sessionWarnings(source.state.session, snapshot.state.session))
            plan.warnings.push_back(std::move(warning));
    }
    if (source.salvaged) {
        warn(plan, "salvaged",
            QCoreApplication::translate(
                "RestorePlan", "It is damaged: only what could be salvaged is restored, and nothing is removed."));
    } else {
        warnOfLackingParts(plan, source);
    }
    if (source.proof != Proof::Verified && !source.salvaged) {
        warn(plan, "unverified",
            source.proof == Proof::Torn
                ? QCoreApplication::translate("RestorePlan", "It does not match its checksum.")
                : QCoreApplication::translate("RestorePlan", "It carries no checksum that proves it."));
    }
    warnOfOldCooldowns(plan, source, context);
    warnOfReaders(plan, snapshot, source);
}

} // namespace tradestate
