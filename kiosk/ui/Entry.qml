import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// A line to type into.
T.TextField {
    id: entry

    Accessible.role: Accessible.EditableText
    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.heading
    implicitHeight: Math.max(Theme.bigTouch * 0.8, contentHeight + 40)
    inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhSensitiveData
    leftPadding: 28
    rightPadding: 28
    selectByMouse: true
    selectedTextColor: Theme.inverse
    selectionColor: Theme.main
    verticalAlignment: TextInput.AlignVCenter

    background: Rectangle {
        border.color: entry.activeFocus ? Theme.main : Theme.soft
        border.width: entry.activeFocus ? 5 : 3
        color: Theme.surface
        radius: Theme.radius
    }
}
