pragma Singleton
import QtQuick

// Colours, sizes and distances of every screen. Lengths are design pixels: the short side of a screen has 1080.
// Text stands at least 4.5:1 against its ground (7:1 and more in high contrast).
QtObject {
    readonly property bool contrast: shell.contrast
    readonly property real grow: shell.large ? 1.25 : 1

    readonly property color ground: contrast ? "#000000" : "#F5F1E8"
    readonly property color surface: contrast ? "#000000" : "#FFFFFF"
    readonly property color ink: contrast ? "#FFFFFF" : "#24211C"
    readonly property color soft: contrast ? "#FFFFFF" : "#5B5449"
    readonly property color line: contrast ? "#FFFFFF" : "#D8CFBF"
    readonly property color main: contrast ? "#FFE200" : "#14546B"
    readonly property color mainPressed: contrast ? "#FFFFFF" : "#0C3B4C"
    readonly property color inverse: contrast ? "#000000" : "#FFFFFF"
    readonly property color tint: contrast ? "#000000" : "#E4EEF1"
    readonly property color seal: contrast ? "#FFE200" : "#A3301F"
    readonly property color sealTint: contrast ? "#000000" : "#FBEAE5"
    readonly property color good: contrast ? "#FFFFFF" : "#1D6844"
    readonly property color goodTint: contrast ? "#000000" : "#E5F2EA"
    readonly property color doubt: contrast ? "#FFE200" : "#7A4A00"
    readonly property color doubtTint: contrast ? "#000000" : "#FFF2D6"
    readonly property color veil: "#B0000000"

    readonly property int border: contrast ? 4 : 2
    readonly property int radius: 20
    readonly property int gap: 24
    readonly property int margin: 48
    readonly property int touch: Math.round(88 * grow)
    readonly property int bigTouch: Math.round(132 * grow)

    readonly property string family: "Noto Sans CJK SC"
    readonly property int huge: Math.round(76 * grow)
    readonly property int title: Math.round(54 * grow)
    readonly property int heading: Math.round(40 * grow)
    readonly property int body: Math.round(34 * grow)
    readonly property int small: Math.round(28 * grow)
}
