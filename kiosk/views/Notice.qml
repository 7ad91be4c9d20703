import QtQuick
import kiosk.ui

StepPage {
    id: view

    required property QtObject model

    lead: "notice_lead"
    name: "notice"
    title: "notice_title"

    Repeater {
        model: [
            { picture: "hall", word: "notice_who", values: [Words.chinese ? shell.hall.keeper : shell.hall.keeperEnglish, shell.hall.phone] },
            { picture: "card", word: "notice_what", values: [] },
            { picture: "unit", word: "notice_why", values: [] },
            { picture: "clock", word: "notice_long", values: [] },
            { picture: "shield", word: "notice_secret", values: [] },
            { picture: "hand", word: "notice_rights", values: [shell.hall.phone] }
        ]

        Panel {
            id: point

            required property var modelData

            width: parent.width

            Row {
                spacing: 28
                width: parent.width

                Pictogram {
                    id: mark

                    color: Theme.main
                    name: point.modelData.picture
                    side: Math.round(80 * Theme.grow)
                }
                Column {
                    spacing: 8
                    width: parent.width - mark.width - parent.spacing

                    Say {
                        bold: true
                        size: Theme.body
                        width: parent.width
                        word: point.modelData.word
                    }
                    Say {
                        size: Theme.small
                        values: point.modelData.values
                        width: parent.width
                        word: point.modelData.word + "_text"
                    }
                }
            }
        }
    }

    actions: BigButton {
        look: "main"
        objectName: "notice.continue"
        picture: "next"
        width: view.innerWidth
        word: "notice_continue"

        onClicked: view.model.proceed()
    }
}
