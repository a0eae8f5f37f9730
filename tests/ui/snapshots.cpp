// SPDX-License-Identifier: MIT
#include "tests/ui/snapshots.h"

#include "core/documents/document.h"
#include "core/state/banner.h"

#include <QCoreApplication>
#include <QFile>

#include <cmath>

namespace tradestate::snapshots {

namespace {

class FixedClock final : public Clock
{
public:
    explicit FixedClock(Timestamp now)
        : m_now(std::move(now))
    {
    }
    [[nodiscard]] Timestamp now() const override { return m_now; }

private:
    Timestamp m_now;
};

Document sampleDocument()
{
    QFile file(QStringLiteral(":/samples/sample_state.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the sample is not built in");
    const QByteArray bytes = file.readAll();
    Result<Document> document = readDocument(std::string_view(bytes.constData(), static_cast<size_t>(bytes.size())));
    if (!document)
        qFatal("the sample cannot be read: %s", qPrintable(describe(document.error())));
    return *document;
}

Json number(const QString& text)
{
    return Json(Decimal::parse(text.toStdString()).value());
}

} // namespace

QStringList bannerLines()
{
    const TradingState state = sampleDocument().state;
    return restorationBanner(&state);
}

std::unique_ptr<QTranslator> useLanguage(const QString& language)
{
    auto translator = std::make_unique<QTranslator>();
    if (!translator->load(
            QLocale(language), QStringLiteral("trading_state"), QStringLiteral("_"), QStringLiteral(":/i18n")))
        qFatal("the texts of %s are not built in", qPrintable(language));
    QCoreApplication::installTranslator(translator.get());
    return translator;
}

Scene::Scene()
{
    const Document document = sampleDocument();
    m_sample.state = document.state;
    m_sample.ghosts = document.ghosts;
    m_sample.findings = document.findings;
    m_sample.record = document.record;
    m_sample.proof = Proof::Verified;
    m_sample.conditions = { Condition::Verified };
    now = m_sample.record->recordedAt.plusNanoseconds(12 * nanosecondsPerSecond);
    m_sample.readAt = now.plusNanoseconds(-2 * nanosecondsPerSecond);
    m_sample.ageSeconds = 10;
    m_sample.tradesSince = 1;
    m_sample.store = { QStringLiteral("influxdb"), QStringLiteral("http://localhost:8086"), QStringLiteral("2.7.12"),
        QStringLiteral("tables"), QStringLiteral("quant-data"), QStringLiteral("default"), 4 };
    m_sample.folder = QStringLiteral("/home/desk/trading/state_fallback");
    m_sample.envFile = QStringLiteral("/home/desk/trading/.env");
    m_sample.newestBackup = now.plusNanoseconds(-7200 * nanosecondsPerSecond);
    LiveSystem live;
    live.writer = m_sample.record->writer;
    live.lastSave = m_sample.record->recordedAt;
    live.nextSaveDue = m_sample.record->recordedAt.plusNanoseconds(300 * nanosecondsPerSecond);
    m_sample.live = live;
    Finding ghost;
    ghost.code = findings::suspectedGhost;
    ghost.pair = QStringLiteral("PG.US-CL.US");
    ghost.message = QStringLiteral("PG.US-CL.US is not part of the last save; it was last saved 3 saves ago");
    m_sample.findings.push_back(ghost);
}

std::shared_ptr<const Clock> Scene::clock() const
{
    return std::make_shared<FixedClock>(now);
}

Snapshot Scene::connected() const
{
    return m_sample;
}

Snapshot Scene::flat() const
{
    Snapshot snapshot = m_sample;
    snapshot.state.positions.clear();
    snapshot.ghosts.clear();
    snapshot.findings.clear();
    snapshot.tradesSince = 0;
    snapshot.record->positionCount = 0;
    snapshot.conditions = { Condition::Flat };
    return snapshot;
}

Snapshot Scene::empty() const
{
    Snapshot snapshot;
    snapshot.conditions = { Condition::Empty };
    snapshot.store = m_sample.store;
    snapshot.folder = m_sample.folder;
    snapshot.envFile = m_sample.envFile;
    snapshot.readAt = m_sample.readAt;
    return snapshot;
}

Snapshot Scene::stale() const
{
    Snapshot snapshot = m_sample;
    snapshot.conditions = { Condition::Stale, Condition::Verified };
    snapshot.ageSeconds = 8052;
    snapshot.live.reset();
    return snapshot;
}

Snapshot Scene::future() const
{
    Snapshot snapshot = stale();
    snapshot.ageSeconds = -5412;
    snapshot.findings.push_back({ Severity::Warning, findings::futureTime, {}, {},
        QStringLiteral("The save is dated 2025-07-20T11:35:42Z, which is ahead of this machine's clock") });
    return snapshot;
}

Snapshot Scene::torn() const
{
    Snapshot snapshot = m_sample;
    snapshot.conditions = { Condition::Torn };
    snapshot.proof = Proof::Verified;
    snapshot.tornSave = snapshot.record;
    snapshot.tornSave->saveId = QStringLiteral("77777777-0000-4000-8000-000000000007");
    snapshot.tornSave->positionCount = 8;
    snapshot.tornPositions = 5;
    snapshot.ageSeconds = 312;
    return snapshot;
}

Snapshot Scene::fork() const
{
    Snapshot snapshot = m_sample;
    snapshot.conditions = { Condition::Fork, Condition::Verified };
    snapshot.forkCandidates = { *snapshot.record, *snapshot.record };
    snapshot.forkCandidates[1].saveId = QStringLiteral("99999999-0000-4000-8000-000000000009");
    snapshot.forkCandidates[1].writer = QStringLiteral("laptop:trading-state-console:99");
    snapshot.mayWriteRecord = false;
    snapshot.whyNotWrite = Error { ErrorCode::Forked, snapshot.store.url, QStringLiteral("two heads") };
    return snapshot;
}

Snapshot Scene::pending() const
{
    Snapshot snapshot = m_sample;
    snapshot.conditions = { Condition::Unreachable, Condition::Pending, Condition::Verified };
    snapshot.pendingSaves = 3;
    snapshot.nextTry = now.plusNanoseconds(42 * nanosecondsPerSecond);
    snapshot.primaryError = Error { ErrorCode::NotRunning, snapshot.store.url, QStringLiteral("Connection refused") };
    return snapshot;
}

Snapshot Scene::lost() const
{
    Snapshot snapshot = m_sample;
    snapshot.conditions = { Condition::Pending, Condition::Stale, Condition::Verified };
    snapshot.record->folder = QStringLiteral("python");
    snapshot.lostSaves = true;
    snapshot.primaryError = Error { ErrorCode::NotConfirmed, snapshot.store.url,
        QStringLiteral("InfluxDB has lost saves it had confirmed") };
    snapshot.ageSeconds = 8052;
    snapshot.live.reset();
    return snapshot;
}

Snapshot Scene::unverified() const
{
    Snapshot snapshot = m_sample;
    snapshot.conditions = { Condition::Unverified };
    snapshot.proof = Proof::Unverified;
    snapshot.record->checksum.reset();
    // As the Python system saves where it does not compare with the broker: constants instead of figures.
    Json::Object metadata = snapshot.state.session.fields();
    metadata.erase("reconciliation_time");
    snapshot.state.session = SessionInfo(metadata);
    snapshot.state.portfolio.setField("total_value", number(QStringLiteral("100000.0")));
    snapshot.state.portfolio.setField("total_pnl", number(QStringLiteral("0.0")));
    return snapshot;
}

Snapshot Scene::unreachable() const
{
    Snapshot snapshot = m_sample;
    snapshot.conditions = { Condition::Unreachable };
    snapshot.primaryError = Error { ErrorCode::TimedOut, snapshot.store.url, QStringLiteral("no answer in 10 s") };
    snapshot.ageSeconds = 1840;
    snapshot.live.reset();
    return snapshot;
}

Snapshot Scene::restored() const
{
    Snapshot snapshot = m_sample;
    snapshot.record->reason = SaveReason::Restore;
    snapshot.record->restoredFrom = RestoredFrom { QStringLiteral("/home/desk/trading/state_fallback/"
                                                                  "trading_state_backup_20250720_080000.json"),
        {}, std::nullopt,
        QStringLiteral("/home/desk/trading/state_fallback/trading_state_backup_20250720_100400.json") };
    snapshot.undoable = snapshot.record;
    snapshot.live.reset();
    return snapshot;
}

Snapshot Scene::viewing() const
{
    Snapshot snapshot = m_sample;
    snapshot.viewing = true;
    snapshot.readAt = snapshot.record->recordedAt.plusNanoseconds(93'600 * nanosecondsPerSecond);
    snapshot.viewingWhat = QStringLiteral("trading_state_backup_20250719_080000.json");
    snapshot.ageSeconds = 93'600;
    snapshot.live.reset();
    return snapshot;
}

Snapshot Scene::many(int positions) const
{
    Snapshot snapshot = m_sample;
    snapshot.state.positions.clear();
    snapshot.findings.clear();
    const Position& like = m_sample.state.positions.begin()->second;
    for (int at = 0; at < positions; ++at) {
        const QString key = QStringLiteral("PAIR%1-OTHER%2").arg(at, 6, 10, QLatin1Char('0')).arg(at % 97);
        Json::Object fields = like.fields();
        fields["direction"] = Json(at % 2 == 0 ? "long" : "short");
        fields["quantity"] = number(QString::number((qint64(at) * 7919) % 1000 + 1) + QStringLiteral(".50"));
        fields["entry_price"] = number(QString::number((qint64(at) * 104'729) % 90'000) + QStringLiteral(".25"));
        snapshot.state.positions.emplace(key, Position(key, std::move(fields)));
    }
    snapshot.record->positionCount = positions;
    return snapshot;
}

std::vector<HistoryEntry> Scene::history() const
{
    std::vector<HistoryEntry> entries;
    for (int at = 0; at < 120; ++at) {
        HistoryEntry entry;
        entry.record = *m_sample.record;
        entry.record.saveId = QStringLiteral("00000000-0000-4000-8000-%1").arg(at, 12, 10, QLatin1Char('0'));
        entry.record.savedAt = entry.record.savedAt.plusNanoseconds(-at * 300 * nanosecondsPerSecond);
        entry.record.recordedAt = entry.record.savedAt;
        entry.proof = Proof::Verified;
        entry.where = QStringLiteral("both");
        const double equity = 101234.56 - at * 9.3 + 160 * std::sin(at / 9.0);
        entry.equity = Decimal::parse(QString::number(equity, 'f', 2).toStdString()).value();
        entries.push_back(entry);
    }
    return entries;
}

QPalette lightPalette()
{
    QPalette palette(QColor(0xef, 0xef, 0xef), QColor(0xf7, 0xf7, 0xf7));
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::AlternateBase, QColor(0xf8, 0xf8, 0xf9));
    palette.setColor(QPalette::Highlight, QColor(0x2a, 0x6f, 0xc9));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    return palette;
}

QPalette darkPalette()
{
    QPalette palette(QColor(0x35, 0x36, 0x3a), QColor(0x26, 0x27, 0x2a));
    palette.setColor(QPalette::Base, QColor(0x1d, 0x1e, 0x20));
    palette.setColor(QPalette::AlternateBase, QColor(0x22, 0x23, 0x26));
    for (const QPalette::ColorRole role :
        { QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText })
        palette.setColor(role, QColor(0xe8, 0xe8, 0xea));
    for (const QPalette::ColorRole role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
        palette.setColor(QPalette::Disabled, role, QColor(0x80, 0x82, 0x88));
    palette.setColor(QPalette::PlaceholderText, QColor(0xa0, 0xa2, 0xa8));
    palette.setColor(QPalette::Highlight, QColor(0x3d, 0x7d, 0xd8));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x6c, 0xb6, 0xff));
    palette.setColor(QPalette::ToolTipBase, QColor(0x26, 0x27, 0x2a));
    return palette;
}

} // namespace tradestate::snapshots
