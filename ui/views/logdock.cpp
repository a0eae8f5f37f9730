// SPDX-License-Identifier: MIT
#include "ui/views/logdock.h"

#include "core/base/error.h"
#include "core/base/plaintext.h"
#include "ui/models/tooltips.h"
#include "ui/views/theme.h"

#include <QClipboard>
#include <QComboBox>
#include <QCoreApplication>
#include <QEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSaveFile>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace tradestate {

namespace {

constexpr size_t mostOwnLines = 500;

class LogDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        // Log lines are English and full of paths: they read from the left also in a mirrored window.
        option->direction = Qt::LeftToRight;
        option->displayAlignment = Qt::AlignLeft | Qt::AlignAbsolute | Qt::AlignVCenter;
        switch (static_cast<LogLevel>(index.data(LogModel::LevelRole).toInt())) {
        case LogLevel::Error:
            option->palette.setColor(QPalette::Text, Theme::level(StatusLevel::Danger, option->palette));
            break;
        case LogLevel::Warning:
            option->palette.setColor(QPalette::Text, Theme::level(StatusLevel::Warning, option->palette));
            break;
        case LogLevel::Debug:
            option->palette.setColor(QPalette::Text, Theme::quietText(option->palette));
            break;
        case LogLevel::Information:
            break;
        }
    }
};

/// Own lines stand where their time puts them among those of the file.
std::vector<LogLine> inOrder(const std::vector<LogLine>& file, const std::vector<LogLine>& own)
{
    std::vector<LogLine> lines;
    lines.reserve(file.size() + own.size());
    auto next = own.begin();
    for (const LogLine& line : file) {
        for (; next != own.end() && line.time && *next->time < *line.time; ++next)
            lines.push_back(*next);
        lines.push_back(line);
    }
    lines.insert(lines.end(), next, own.end());
    return lines;
}

} // namespace

LogDock::LogDock(QWidget* parent)
    : QDockWidget(tr("Log"), parent)
    , m_model(new LogModel(this))
    , m_proxy(new LogProxy(this))
    , m_view(new QListView)
    , m_level(new QComboBox)
    , m_find(new QLineEdit)
    , m_copy(new QToolButton)
    , m_save(new QToolButton)
{
    setObjectName(QStringLiteral("logDock"));
    m_proxy->setSourceModel(m_model);
    m_view->setModel(m_proxy);
    m_view->setObjectName(QStringLiteral("logView"));
    m_view->setItemDelegate(new LogDelegate(m_view));
    m_view->setUniformItemSizes(true);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_view->setTextElideMode(Qt::ElideNone);
    m_view->setAccessibleName(tr("Log"));

    m_level->addItem(tr("Everything"), static_cast<int>(LogLevel::Debug));
    m_level->addItem(tr("Information"), static_cast<int>(LogLevel::Information));
    m_level->addItem(tr("Warnings"), static_cast<int>(LogLevel::Warning));
    m_level->addItem(tr("Errors"), static_cast<int>(LogLevel::Error));
    m_level->setAccessibleName(tr("Least level of the lines shown"));
    m_level->setToolTip(m_level->accessibleName());
    connect(m_level, &QComboBox::currentIndexChanged, this,
        [this] { m_proxy->setLowestLevel(static_cast<LogLevel>(m_level->currentData().toInt())); });
    m_find->setPlaceholderText(tr("find…"));
    m_find->setAccessibleName(tr("Show only lines with this text"));
    m_find->setClearButtonEnabled(true);
    connect(m_find, &QLineEdit::textChanged, m_proxy, &LogProxy::setNeedle);
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copy the selected lines, or all that are shown"));
    m_save->setText(tr("Save as…"));
    m_save->setToolTip(tr("Save the lines that are shown as a text file"));
    for (QToolButton* button : { m_copy, m_save }) {
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
    }
    connect(m_copy, &QToolButton::clicked, this, &LogDock::copy);
    connect(m_save, &QToolButton::clicked, this, &LogDock::saveAs);

    auto* row = new QHBoxLayout;
    row->setContentsMargins(4, 4, 4, 0);
    row->setSpacing(8);
    row->addWidget(m_level);
    row->addWidget(m_find, 1);
    row->addStretch(1);
    row->addWidget(m_copy);
    row->addWidget(m_save);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(row);
    column->addWidget(m_view, 1);
    setWidget(content);
    connect(&m_tail, &LogTail::linesRead, this, &LogDock::take);
    applyTheme();
}

void LogDock::follow(const QString& path)
{
    m_path = path;
    // What the file holds comes with it.
    std::erase_if(m_own, [&path](const OwnLine& own) { return !path.isEmpty() && own.file == path; });
    m_model->clearLines();
    m_model->append(ownLines());
    m_waiting = !path.isEmpty();
    m_tail.follow(path);
    setPlainToolTip(*m_view, path);
}

void LogDock::setZone(const QTimeZone& zone)
{
    m_model->setZone(zone);
}

void LogDock::take(const std::vector<LogLine>& lines, bool old)
{
    const bool first = std::exchange(m_waiting, false) && old;
    const std::vector<LogLine> others = withoutOwn(lines);
    if (first) {
        m_model->clearLines();
        addLines(inOrder(others, ownLines()), true);
    } else {
        addLines(others, old);
    }
    if (!old)
        tellAttention(others);
}

/// The lines of the file that do not already stand here as own ones.
std::vector<LogLine> LogDock::withoutOwn(const std::vector<LogLine>& lines)
{
    static const QString thisProgram = QStringLiteral("[%1]").arg(QCoreApplication::applicationPid());
    std::vector<LogLine> others;
    others.reserve(lines.size());
    for (const LogLine& line : lines) {
        const auto own = line.program.endsWith(thisProgram) ? std::find_if(m_own.begin(), m_own.end(),
                             [&line](const OwnLine& candidate) {
                                 return candidate.file.isEmpty() && candidate.line.level == line.level
                                     && candidate.line.text == line.text;
                             })
                                                            : m_own.end();
        if (own == m_own.end())
            others.push_back(line);
        else
            own->file = m_path;
    }
    return others;
}

std::vector<LogLine> LogDock::ownLines() const
{
    std::vector<LogLine> lines;
    std::transform(m_own.begin(), m_own.end(), std::back_inserter(lines), [](const OwnLine& own) { return own.line; });
    return lines;
}

void LogDock::tellAttention(const std::vector<LogLine>& lines)
{
    const bool wanted = std::any_of(lines.begin(), lines.end(), [](const LogLine& line) {
        return line.level >= LogLevel::Warning || line.text == QLatin1String("RESTORING PREVIOUS TRADING STATE");
    });
    if (wanted)
        Q_EMIT attentionWanted();
}

void LogDock::addLines(const std::vector<LogLine>& lines, bool toEnd)
{
    const QScrollBar* bar = m_view->verticalScrollBar();
    const bool atEnd = bar->value() >= bar->maximum() - 1;
    m_model->append(lines);
    // Someone who scrolled up is reading there.
    if (atEnd || toEnd)
        m_view->scrollToBottom();
}

void LogDock::addLine(LogLevel level, const Timestamp& time, const QString& text)
{
    LogLine line;
    line.level = level;
    line.time = time;
    line.text = withoutControls(text);
    line.whole = time.toRecordText() + QLatin1Char(' ') + line.text;
    m_own.push_back({ line, {} });
    if (m_own.size() > mostOwnLines)
        m_own.pop_front();
    addLines({ line }, false);
    tellAttention({ line });
}

QString LogDock::shownText() const
{
    QModelIndexList rows = m_view->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex& a, const QModelIndex& b) { return a.row() < b.row(); });
    if (rows.isEmpty()) {
        for (int row = 0; row < m_proxy->rowCount(); ++row)
            rows += m_proxy->index(row, 0);
    }
    QString text;
    for (const QModelIndex& index : rows)
        text += index.data(LogModel::WholeRole).toString() + QLatin1Char('\n');
    return text;
}

void LogDock::copy()
{
    QGuiApplication::clipboard()->setText(shownText());
}

void LogDock::saveAs()
{
    const QString path
        = QFileDialog::getSaveFileName(this, tr("Save the log"), QStringLiteral("trading_state.log.txt"));
    if (path.isEmpty())
        return;
    QSaveFile file(path);
    const QByteArray bytes = shownText().toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        Q_EMIT saveFailed(Error { ErrorCode::NotWritten, path, file.errorString() });
        return;
    }
    Q_EMIT saved(path);
}

void LogDock::applyTheme()
{
    m_view->setFont(Theme::monospace());
    // No more than one line is asked for: the tables come first in a small window.
    m_view->setMinimumHeight(m_view->fontMetrics().lineSpacing() + 2 * m_view->frameWidth());
    m_copy->setIcon(Theme::icon(QStringLiteral("copy"), palette()));
    m_save->setIcon(Theme::icon(QStringLiteral("export"), palette()));
}

void LogDock::changeEvent(QEvent* event)
{
    QDockWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange)
        applyTheme();
}

} // namespace tradestate
