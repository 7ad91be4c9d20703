import QtQuick
import kiosk.ui

// The machine is at work: three dots that breathe, and a sentence that says what it does.
Row {
    id: busy

    required property string word
    property int size: Theme.body

    spacing: 24

    Row {
        anchors.verticalCenter: parent.verticalCenter
        spacing: 10

        Repeater {
            model: 3

            Rectangle {
                id: dot

                required property int index

                color: Theme.main
                height: 22
                radius: 11
                width: 22

                SequentialAnimation on opacity {
                    loops: Animation.Infinite
                    // staff at a window want no movement
                    running: !shell.desk

                    PauseAnimation { duration: dot.index * 220 }
                    NumberAnimation { duration: 400; from: 1; to: 0.25 }
                    NumberAnimation { duration: 400; from: 0.25; to: 1 }
                    PauseAnimation { duration: (2 - dot.index) * 220 }
                }
            }
        }
    }
    Say {
        color: Theme.main
        size: busy.size
        width: busy.width - 110
        word: busy.word
    }
}
