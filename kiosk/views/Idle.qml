import QtQuick
import kiosk.ui

// The hall information every visitor may ask for (条例 Art. 18: address, phone, hours, how to ask progress), and the start.
Item {
    id: view

    required property QtObject model
    readonly property bool portrait: width < height

    Grid {
        anchors.centerIn: parent
        columnSpacing: 72
        columns: view.portrait ? 1 : 2
        rowSpacing: 40
        width: Math.min(parent.width - 2 * Theme.margin, view.portrait ? 984 : 1720)

        Column {
            spacing: view.portrait ? 36 : 40
            width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) * 0.52

            Pictogram {
                anchors.horizontalCenter: parent.horizontalCenter
                color: Theme.seal
                name: "welcome"
                side: view.portrait && !shell.large ? 200 : 130
            }
            Say {
                align: Text.AlignHCenter
                bold: true
                size: Theme.huge
                width: parent.width
                word: "idle_welcome"
            }
            Say {
                align: Text.AlignHCenter
                color: Theme.soft
                size: Theme.heading
                width: parent.width
                word: "idle_lead"
            }
            BigButton {
                implicitHeight: Math.round(220 * Theme.grow)
                look: "main"
                objectName: "start"
                picture: "hand"
                size: Theme.huge
                width: parent.width
                word: "idle_start"

                onClicked: view.model.start()
            }
        }
        Panel {
            spacing: view.portrait ? 24 : 20
            padding: 36
            width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) * 0.48

            Say {
                bold: true
                color: Theme.main
                size: Theme.heading
                width: parent.width
                word: "idle_hall"
            }
            Fact {
                value: Words.chinese ? shell.hall.address : shell.hall.addressEnglish
                width: parent.width
                word: "idle_address"
            }
            Fact {
                strong: true
                value: shell.hall.phone
                width: parent.width
                word: "idle_phone"
            }
            Fact {
                value: Words.chinese ? shell.hall.hours : shell.hall.hoursEnglish
                width: parent.width
                word: "idle_hours"
            }
            Fact {
                strong: true
                value: shell.hall.supervisionPhone
                width: parent.width
                word: "idle_supervision"
            }
            Fact {
                value: Words.filled(Words.main.idle_progress_how, [shell.hall.phone, shell.hall.progressUrl])
                width: parent.width
                word: "idle_progress"
            }
        }
    }
}
