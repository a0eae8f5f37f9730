// SPDX-License-Identifier: MIT
#include "core/manager/statuswords.h"
#include "ui/mainwindow/consoleactions.h"
#include "ui/models/pairstatesmodel.h"
#include "ui/models/positionsmodel.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

using namespace tradestate;

namespace {

struct Entry
{
    QString context;
    QString source;
    QStringList translations; ///< more than one where it depends on a number
    bool numerus = false;
    bool finished = true;
};

std::vector<Entry> readCatalogue(const QString& name)
{
    QFile file(QStringLiteral(TRADESTATE_FIXTURES "/../../translations/") + name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader xml(&file);
    std::vector<Entry> entries;
    Entry entry;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const QString element = xml.name().toString();
        if (element == QLatin1String("name")) {
            entry.context = xml.readElementText();
        } else if (element == QLatin1String("message")) {
            entry = Entry { entry.context, {}, {}, xml.attributes().hasAttribute(QLatin1String("numerus")), true };
        } else if (element == QLatin1String("source")) {
            entry.source = xml.readElementText();
        } else if (element == QLatin1String("numerusform")) {
            entries.back().translations += xml.readElementText();
        } else if (element == QLatin1String("translation")) {
            entry.finished = !xml.attributes().hasAttribute(QLatin1String("type"));
            entries.push_back(entry);
            if (!entry.numerus)
                entries.back().translations += xml.readElementText();
        }
    }
    return xml.hasError() ? std::vector<Entry> {} : entries;
}

/// "%1", "%2", "%n" as they are used, sorted.
QStringList placeholders(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("%(?:n|L?\\d+)"));
    QStringList found;
    for (auto match = pattern.globalMatch(text); match.hasNext();)
        found += match.next().captured();
    found.removeDuplicates();
    found.sort();
    return found;
}

int mnemonics(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("&\\w"), QRegularExpression::UseUnicodePropertiesOption);
    return QString(text).remove(QStringLiteral("&&")).count(pattern);
}

bool endsAlike(const QString& source, const QString& translation)
{
    for (const char* end : { "…", ":", "?", " " }) {
        const QString text = QString::fromUtf8(end);
        if (source.endsWith(text) != translation.endsWith(text))
            return false;
    }
    return source.startsWith(QLatin1Char(' ')) == translation.startsWith(QLatin1Char(' '));
}

QStringList headings(const RecordModel& model)
{
    QStringList titles;
    for (const ColumnSpec& column : model.columns())
        titles += column.title;
    return titles;
}

/// The built-in texts of a language, as the console loads them, as long as this lives.
class Language
{
public:
    explicit Language(const char* locale)
        : m_loaded(m_translator.load(QLocale(QLatin1String(locale)), QStringLiteral("trading_state"),
            QStringLiteral("_"), QStringLiteral(":/i18n")))
    {
        QCoreApplication::installTranslator(&m_translator);
    }
    ~Language() { QCoreApplication::removeTranslator(&m_translator); }
    Language(const Language&) = delete;
    Language& operator=(const Language&) = delete;
    [[nodiscard]] bool loaded() const { return m_loaded; }

private:
    QTranslator m_translator;
    bool m_loaded;
};

Snapshot holding(int positions)
{
    Snapshot snapshot;
    snapshot.conditions = { Condition::Verified };
    snapshot.record = SaveRecord(); // without one nothing was read, and nothing is counted
    for (int at = 0; at < positions; ++at)
        snapshot.state.positions.emplace(QString::number(at), Position());
    return snapshot;
}

} // namespace

class TestTranslations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTextIsTranslated_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("atLeast");
        QTest::newRow("German") << QStringLiteral("trading_state_de.ts") << 500;
        QTest::newRow("English plural forms") << QStringLiteral("trading_state_en.ts") << 10;
    }
    void everyTextIsTranslated()
    {
        QFETCH(QString, file);
        QFETCH(int, atLeast);
        const std::vector<Entry> entries = readCatalogue(file);
        QVERIFY2(int(entries.size()) >= atLeast, qPrintable(QString::number(entries.size())));
        QStringList wrong;
        for (const Entry& entry : entries) {
            bool good = entry.finished && !entry.translations.isEmpty()
                && (!entry.numerus || entry.translations.size() == 2); // one, and many
            for (qsizetype form = 0; good && form < entry.translations.size(); ++form) {
                const QString& translation = entry.translations.at(form);
                QStringList expected = placeholders(entry.source);
                // "1 Position": a form for one may name the number in words.
                if (entry.numerus && form == 0 && !placeholders(translation).contains(QStringLiteral("%n")))
                    expected.removeAll(QStringLiteral("%n"));
                good = !translation.trimmed().isEmpty() && placeholders(translation) == expected
                    && mnemonics(translation) == mnemonics(entry.source) && endsAlike(entry.source, translation);
            }
            if (!good)
                wrong += QStringLiteral("%1: “%2” → “%3”")
                             .arg(entry.context, entry.source, entry.translations.join(QStringLiteral("” / “")));
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
    }

    void everyTextIsFoundByItsClass()
    {
        // Where the tool that collects the texts misreads the source, the text is filed where nothing looks for it.
        static const QRegularExpression good(
            QStringLiteral("^(tradestate::[A-Z]\\w+|ConnectionTest|Console|Error|ErrorAdvice|ErrorReason|Recovered|"
                           "RestorePlan|Settings|Status)$"));
        QSet<QString> wrong;
        for (const Entry& entry : readCatalogue(QStringLiteral("trading_state_de.ts"))) {
            if (!good.match(entry.context).hasMatch())
                wrong += QLatin1Char('"') + entry.context + QLatin1Char('"');
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.values().join(QStringLiteral(", "))));
    }

    void germanIsBuiltIn()
    {
        const StatusWords english = statusWords(holding(3), {});
        const QStringList englishHeadings = headings(PositionsModel());
        const Language german("de_DE");
        QVERIFY(german.loaded());
        const StatusWords words = statusWords(holding(3), {});
        QVERIFY(words.worst.text != english.worst.text);
        QCOMPARE(words.what, QStringLiteral("3 Positionen im Bestand"));
        QCOMPARE(statusWords(holding(1), {}).what, QStringLiteral("1 Position im Bestand"));
        const ConsoleActions actions(nullptr);
        QVERIFY2(actions.restore->text().startsWith(QLatin1String("&Wiederherstellen"))
                || actions.restore->text().remove(QLatin1Char('&')).startsWith(QLatin1String("Wiederherstellen")),
            qPrintable(actions.restore->text()));

        // Some words are the same in both; most are not.
        const QStringList germanHeadings = headings(PositionsModel());
        QCOMPARE(germanHeadings.at(PositionsModel::DirectionColumn), QStringLiteral("Richtung"));
        int same = 0;
        for (qsizetype at = 0; at < englishHeadings.size(); ++at)
            same += englishHeadings.at(at) == germanHeadings.at(at) ? 1 : 0;
        QVERIFY2(same <= 4, qPrintable(germanHeadings.join(QStringLiteral(", "))));
        QCOMPARE(headings(PairStatesModel()).at(PairStatesModel::Pair), QStringLiteral("Paar"));
    }

    void englishCountsRight()
    {
        const Language english("en_GB");
        QVERIFY(english.loaded());
        QCOMPARE(statusWords(holding(1), {}).what, QStringLiteral("1 position on record"));
        QCOMPARE(statusWords(holding(3), {}).what, QStringLiteral("3 positions on record"));
    }
};

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"
