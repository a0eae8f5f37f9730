// SPDX-License-Identifier: MIT
#include "ui/views/truthstrip.h"

#include "ui/models/erroradvice.h"
#include "ui/models/findingwords.h"
#include "ui/models/formats.h"
#include "ui/models/tooltips.h"
#include "ui/views/flowlayout.h"
#include "ui/views/fluidlabels.h"
#include "ui/views/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace tradestate {

namespace {

/// More would push the tables down; all are behind the button.
constexpr size_t mostFindingChips = 3;
/// In characters: two fit beside each other in a small window; the whole sentence is in the tooltip.
constexpr int longestChip = 62;
constexpr int mostHeldLines = 5;

WrappedLabel* wrapped(const QString& name)
{
    auto* label = new WrappedLabel;
    label->setObjectName(name);
    return label;
}

/// The text without its numbers and their units: ages go on every second, and are no news.
QString withoutAges(QString text)
{
    static const QRegularExpression ages(
        QStringLiteral("\\d+(\\s*\\p{L}{1,4}\\b\\.?)?"), QRegularExpression::UseUnicodePropertiesOption);
    return text.remove(ages).simplified();
}

StatusLevel levelOf(const Finding& finding)
{
    return finding.severity == Severity::Error ? StatusLevel::Danger : StatusLevel::Warning;
}

} // namespace

TruthStrip::TruthStrip(QWidget* parent)
    : QFrame(parent)
    , m_icon(new QLabel)
    , m_worst(wrapped(QStringLiteral("worst")))
    , m_what(wrapped(QStringLiteral("what")))
    , m_line(new FlowLayout)
    , m_button(new QPushButton)
    , m_findings(new QPushButton)
    , m_bar(new QFrame)
{
    setObjectName(QStringLiteral("truthStrip"));
    setAutoFillBackground(true);
    m_bar->setFixedWidth(4);
    m_bar->setAutoFillBackground(true);
    QFont strong = font();
    strong.setBold(true);
    m_worst->setFont(strong);
    m_findings->setObjectName(QStringLiteral("findings"));
    setPlainToolTip(*m_findings, tr("List everything that was found, in the details"));
    connect(m_button, &QPushButton::clicked, this, [this] { Q_EMIT offerTaken(m_offer); });
    connect(m_findings, &QPushButton::clicked, this, &TruthStrip::findingsWanted);

    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(m_icon, 0, Qt::AlignTop);
    top->addWidget(m_worst, 1);
    m_line->setSpacing(8);
    auto* lines = new QVBoxLayout;
    lines->setContentsMargins(8, 6, 8, 6);
    lines->setSpacing(2);
    lines->addLayout(top);
    lines->addLayout(m_line);
    auto* whole = new QHBoxLayout(this);
    whole->setContentsMargins(0, 0, 8, 0);
    whole->setSpacing(0);
    whole->addWidget(m_bar);
    whole->addLayout(lines, 1);
    // Above each other: at large fonts two beside each other would leave no room for the words.
    auto* buttons = new QVBoxLayout;
    buttons->setSpacing(2);
    buttons->addStretch(1);
    buttons->addWidget(m_button);
    buttons->addWidget(m_findings);
    buttons->addStretch(1);
    whole->addLayout(buttons);
    m_line->addWidget(m_what);
    m_button->hide();
    m_findings->hide();
    applyColours();
}

QString TruthStrip::offerText(Offer offer)
{
    switch (offer) {
    case Offer::None:
        return {};
    case Offer::BackToNow:
        return tr("Back to now");
    case Offer::Choose:
        return tr("Choose…");
    case Offer::Undo:
        return tr("Undo…");
    case Offer::Retry:
        return tr("Try again");
    case Offer::Details:
        return tr("Details");
    case Offer::PutBack:
        return tr("Put back…");
    }
    return {};
}

void TruthStrip::setSnapshot(const Snapshot& snapshot)
{
    m_findingCount = static_cast<int>(snapshot.findings.size());
    m_worstFinding = {};
    m_findingChips.clear();
    const Finding* worst = nullptr;
    std::vector<const Finding*> withoutRow;
    for (const Finding& finding : snapshot.findings) {
        if (finding.severity == Severity::Information)
            continue;
        if (!worst || finding.severity > worst->severity)
            worst = &finding;
        if (withoutRow.size() <= mostFindingChips && !isShownByARow(finding, snapshot))
            withoutRow.push_back(&finding);
    }
    if (worst)
        m_worstFinding = { levelOf(*worst), FindingWords::sentenceOfPair(*worst), FindingWords::inFull(*worst) };
    std::stable_sort(withoutRow.begin(), withoutRow.end(),
        [](const Finding* a, const Finding* b) { return a->severity > b->severity; });
    for (const Finding* finding : withoutRow) {
        if (finding == worst || m_findingChips.size() == mostFindingChips)
            continue; // the worst has its sentence
        const QString words = FindingWords::shortWords(*finding);
        const QString text = finding->pair.isEmpty() ? words : QStringLiteral("%1: %2").arg(finding->pair, words);
        m_findingChips.push_back(chipOf({ levelOf(*finding), text, FindingWords::inFull(*finding) }));
    }

    m_readOnly.reset();
    // A fork has its own sentence, and is ended by a save; of what is viewed nothing is written anyway.
    const bool forked = snapshot.whyNotWrite && snapshot.whyNotWrite->code == ErrorCode::Forked;
    if (!snapshot.mayWriteRecord && !snapshot.viewing && !forked)
        m_readOnly = Chip { tr("read only"),
            snapshot.whyNotWrite ? describeInWindow(*snapshot.whyNotWrite) : tr("The record may not be written.") };
}

TruthStrip::Headline TruthStrip::conditionHeadline(const StatusWords& words) const
{
    Headline headline { words.level, words.worst.text, words.worst.detail };
    // Proven, and yet something wants a look: what, is said at once.
    if (words.level != words.worst.level && !m_worstFinding.text.isEmpty()) {
        headline.text += QStringLiteral(" · ") + m_worstFinding.text;
        headline.toolTip += QLatin1Char('\n') + m_worstFinding.toolTip;
    }
    return headline;
}

TruthStrip::Chip TruthStrip::chipOf(const Headline& headline)
{
    return { statusIcon(headline.level) + QLatin1Char(' ') + headline.text, headline.toolTip };
}

void TruthStrip::setWords(const StatusWords& words, const Extra& extra)
{
    // What matters most is said in the first line; what it displaces comes first among the chips.
    std::vector<Headline> headlines;
    if (!words.viewing.isEmpty())
        headlines.push_back({ StatusLevel::Information, words.viewing, {} });
    if (extra.refreshError)
        headlines.push_back({ StatusLevel::Danger,
            tr("%1 · showing what was read %2 ago")
                .arg(describeInWindow(*extra.refreshError), Formats::age(extra.shownAgeSeconds)),
            {} });
    if (!extra.sentence.isEmpty())
        headlines.push_back({ std::max(words.level, StatusLevel::Information), extra.sentence, {} });
    headlines.push_back(conditionHeadline(words));

    std::vector<Chip> chips;
    for (size_t at = 1; at < headlines.size(); ++at)
        chips.push_back(chipOf(headlines[at]));
    for (const StatusSentence& other : words.others)
        chips.push_back(chipOf({ other.level, other.text, other.detail }));
    if (m_readOnly)
        chips.push_back(*m_readOnly);
    if (words.level == words.worst.level && !m_worstFinding.text.isEmpty())
        chips.push_back(chipOf(m_worstFinding));
    chips.insert(chips.end(), m_findingChips.begin(), m_findingChips.end());

    m_level = headlines.front().level;
    m_worst->setText(headlines.front().text);
    const QString& toolTip = headlines.front().toolTip.isEmpty() ? words.worst.detail : headlines.front().toolTip;
    setPlainToolTip(*m_worst, toolTip);
    setPlainToolTip(*this, toolTip);
    m_what->setText(words.what.isEmpty() ? QString() : words.what + QStringLiteral(" · ") + words.broker);
    m_what->setVisible(!words.what.isEmpty());
    setChips(chips);
    m_findings->setText(tr("%n finding(s)", nullptr, m_findingCount));
    m_findings->setVisible(m_findingCount > 0);
    setOffer(extra.offer);
    applyColours();
    holdHeight();
    // How many positions is news; how long ago they were saved, behind the first point, is not.
    announce(words.what.section(QStringLiteral(" · "), 0, 0));
}

void TruthStrip::setWaiting(const QString& what, StatusLevel level, Offer offer)
{
    m_level = level;
    m_findingCount = 0;
    m_worstFinding = {};
    m_findingChips.clear();
    m_readOnly.reset();
    m_worst->setText(what);
    m_what->clear();
    m_what->hide();
    setPlainToolTip(*m_worst, {});
    setPlainToolTip(*this, {});
    setChips({});
    m_findings->hide();
    setOffer(offer);
    applyColours();
    holdHeight();
    announce({});
}

void TruthStrip::setOffer(Offer offer)
{
    m_offer = offer;
    m_button->setText(offerText(offer));
    m_button->setVisible(offer != Offer::None);
}

void TruthStrip::setChips(const std::vector<Chip>& chips)
{
    if (chips == m_chips)
        return;
    m_chips = chips;
    // The same labels with other words: ages in them change every second.
    while (m_chipLabels.size() > chips.size()) {
        delete m_chipLabels.back();
        m_chipLabels.pop_back();
    }
    while (m_chipLabels.size() < chips.size()) {
        auto* label = new ElidedLabel;
        label->setObjectName(QStringLiteral("chip"));
        label->setFrameShape(QFrame::StyledPanel);
        label->setContentsMargins(4, 0, 4, 0);
        label->setMostCharacters(longestChip);
        m_chipLabels.push_back(label);
        m_line->addWidget(label);
    }
    for (size_t at = 0; at < chips.size(); ++at) {
        const Chip& chip = chips[at];
        QLabel* label = m_chipLabels[at];
        label->setText(chip.text);
        label->setAccessibleName(chip.text);
        setPlainToolTip(*label, chip.toolTip.isEmpty() ? chip.text : chip.text + QLatin1Char('\n') + chip.toolTip);
    }
}

void TruthStrip::applyColours()
{
    // From the window's palette, not from this one: this one is changed below.
    const QPalette base = parentWidget() ? parentWidget()->palette() : QPalette();
    const QColor colour = Theme::level(m_level, base);
    const int size = fontMetrics().height();
    m_icon->setPixmap(Theme::icon(Theme::iconName(m_level), colour).pixmap(QSize(size, size), devicePixelRatioF()));
    // Only what differs is set, so that the rest follows the window.
    const auto paint = [](QWidget* widget, QPalette::ColorRole role, const QColor& wanted) {
        if (widget->palette().color(role) == wanted)
            return;
        QPalette own;
        own.setColor(role, wanted);
        widget->setPalette(own);
    };
    paint(this, QPalette::Window, Theme::tinted(colour, base));
    paint(m_bar, QPalette::Window, colour);
    paint(m_worst, QPalette::WindowText, colour);
}

void TruthStrip::holdHeight()
{
    // A window's least height knows nothing of lines that break; without this, the table below would pay for them. Of
    // many lines it does: a window must not grow beyond the screen.
    if (isVisible())
        setMinimumHeight(std::min(heightForWidth(width()), fontMetrics().lineSpacing() * mostHeldLines));
}

void TruthStrip::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    holdHeight();
}

void TruthStrip::showEvent(QShowEvent* event)
{
    QFrame::showEvent(event);
    holdHeight();
}

QStringList TruthStrip::chipTexts() const
{
    QStringList texts;
    for (const Chip& chip : m_chips)
        texts += chip.text;
    return texts;
}

QString TruthStrip::spokenText() const
{
    QStringList parts { m_worst->text() };
    if (!m_what->text().isEmpty())
        parts += m_what->text();
    parts += chipTexts();
    if (m_findingCount > 0)
        parts += m_findings->text();
    return parts.join(QStringLiteral(". "));
}

void TruthStrip::announce(const QString& what)
{
    setAccessibleName(spokenText());
    // Only a change of what is true is spoken.
    QStringList lasting { withoutAges(m_worst->text()), what, QString::number(static_cast<int>(m_level)) };
    for (const Chip& chip : m_chips)
        lasting += withoutAges(chip.text);
    const QString key = lasting.join(QChar(0x1f));
    if (key == m_announced)
        return;
    m_announced = key;
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
    Q_EMIT announced();
}

void TruthStrip::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        QFont strong = font();
        strong.setBold(true);
        m_worst->setFont(strong);
    }
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        applyColours();
}

} // namespace tradestate
