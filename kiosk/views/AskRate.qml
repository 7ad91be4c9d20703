import QtQuick
import kiosk.ui

// Satisfaction in three levels, of the petition office and of the unit that answered. None is chosen beforehand.
StepPage {
    id: view

    required property QtObject model

    lead: "ask_rate_lead"
    name: "ask.rate"
    title: "ask_rate_title"

    AskSaid {
        model: view.model
        width: parent.width
    }
    Repeater {
        model: view.model.subjects

        Panel {
            id: subject

            required property string modelData

            width: parent.width

            Say {
                bold: true
                width: parent.width
                word: "ask_rate_" + subject.modelData
            }
            Grid {
                columns: view.portrait && shell.large ? 1 : 3
                spacing: 16
                width: parent.width

                Repeater {
                    model: [{ level: 0, picture: "face5" }, { level: 1, picture: "face3" }, { level: 3, picture: "face1" }]

                    BigButton {
                        required property var modelData

                        compact: true
                        enabled: view.model.work === ""
                        objectName: "ask.rate." + subject.modelData + "." + modelData.level
                        picture: modelData.picture
                        tight: true
                        width: (parent.width - (parent.columns - 1) * parent.spacing) / parent.columns
                        word: "ask_level_" + modelData.level

                        onClicked: view.model.rate(subject.modelData, modelData.level)
                    }
                }
            }
        }
    }

    actions: BigButton {
        objectName: "ask.rate.back"
        picture: "back"
        width: view.innerWidth
        word: "ask_rate_back"

        onClicked: view.model.go("matter")
    }
}
