// SPDX-License-Identifier: MIT
#include "ui/views/theme.h"

#include <QFile>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHash>
#include <QPainter>
#include <QSvgRenderer>

namespace tradestate {

namespace {

QPixmap draw(const QByteArray& svg, const QColor& colour, int size, qreal ratio)
{
    QByteArray tinted = svg;
    tinted.replace("currentColor", colour.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(tinted);
    QPixmap pixmap(QSize(size, size) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setOpacity(colour.alphaF());
    renderer.render(&painter, QRectF(0, 0, size, size));
    return pixmap;
}

QColor mixed(const QColor& a, const QColor& b, double shareOfB)
{
    const auto channel = [shareOfB](int x, int y) { return static_cast<int>(x + (y - x) * shareOfB); };
    return { channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue()) };
}

/// Drawing one takes a dozen renderings, and the strip asks every second. Icons belong to the UI thread.
QHash<std::pair<QString, QRgb>, QIcon>& drawnIcons()
{
    static QHash<std::pair<QString, QRgb>, QIcon> drawn;
    // Pixmaps must not outlive the application.
    static const bool clearedAtEnd = (qAddPostRoutine([] { drawnIcons().clear(); }), true);
    Q_UNUSED(clearedAtEnd)
    return drawn;
}

} // namespace

bool Theme::isDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

QColor Theme::level(StatusLevel level, const QPalette& palette)
{
    const bool dark = isDark(palette);
    switch (level) {
    case StatusLevel::Good:
        return dark ? QColor(0x4c, 0xc3, 0x8a) : QColor(0x0b, 0x6e, 0x4f);
    case StatusLevel::Information:
        return dark ? QColor(0x6c, 0xb6, 0xff) : QColor(0x0a, 0x66, 0xc2);
    case StatusLevel::Warning:
        return dark ? QColor(0xf2, 0xb8, 0x4b) : QColor(0x8a, 0x5a, 0x00);
    case StatusLevel::Danger:
        return dark ? QColor(0xff, 0x8a, 0x80) : QColor(0xb3, 0x26, 0x1e);
    case StatusLevel::Neutral:
        break;
    }
    return palette.color(QPalette::WindowText);
}

QColor Theme::longSide(const QPalette& palette)
{
    return isDark(palette) ? QColor(0x6c, 0xb6, 0xff) : QColor(0x0a, 0x66, 0xc2);
}

QColor Theme::shortSide(const QPalette& palette)
{
    return isDark(palette) ? QColor(0xff, 0xab, 0x5e) : QColor(0xa8, 0x48, 0x00);
}

QColor Theme::tinted(const QColor& hint, const QPalette& palette, double strength)
{
    return mixed(palette.color(QPalette::Window), hint, strength);
}

QColor Theme::quietText(const QPalette& palette)
{
    return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.30);
}

QColor Theme::boxOutline(const QPalette& palette)
{
    return mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.35);
}

QIcon Theme::icon(const QString& name, const QPalette& palette)
{
    return icon(name, palette.color(QPalette::ButtonText));
}

QIcon Theme::icon(const QString& name, const QColor& colour)
{
    auto& drawn = drawnIcons();
    const auto key = std::make_pair(name, colour.rgba());
    if (const auto at = drawn.constFind(key); at != drawn.constEnd())
        return *at;
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray svg = file.readAll();
    QColor faint = colour;
    faint.setAlphaF(0.4F);
    QIcon icon;
    for (const int size : { 16, 20, 24, 32, 48, 64 }) {
        icon.addPixmap(draw(svg, colour, size, 1), QIcon::Normal);
        icon.addPixmap(draw(svg, faint, size, 1), QIcon::Disabled);
    }
    drawn.insert(key, icon);
    return icon;
}

QString Theme::iconName(StatusLevel level)
{
    switch (level) {
    case StatusLevel::Good:
        return QStringLiteral("good");
    case StatusLevel::Information:
        return QStringLiteral("information");
    case StatusLevel::Warning:
        return QStringLiteral("warning");
    case StatusLevel::Danger:
        return QStringLiteral("danger");
    case StatusLevel::Neutral:
        break;
    }
    return QStringLiteral("neutral");
}

QFont Theme::monospace()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const QFont general = QGuiApplication::font();
    // The fixed font has a size of its own; the user's choice of a larger font is for all text.
    if (general.pointSizeF() > 0)
        font.setPointSizeF(general.pointSizeF());
    else
        font.setPixelSize(general.pixelSize());
    return font;
}

} // namespace tradestate
