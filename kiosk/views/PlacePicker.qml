import QtQuick
import kiosk.ui

// Where it happened: a township, then a village of it, as the hall's own list has them. What the papers say is chosen already.
Rectangle {
    id: picker

    required property QtObject model
    required property string fieldId
    property string town: model.townOf(fieldId)
    readonly property string read: model.codeOf(fieldId)
    readonly property Item page: sheet
    readonly property var villages: town === "" ? [] : model.villagesOf(town)

    signal closed()
    signal writingAsked()

    // True when the screen itself took a step back.
    function back() {
        const was = town !== ""
        town = ""
        return was
    }

    function take(code) {
        model.choosePlace(fieldId, code)
        closed()
    }

    color: Theme.ground

    MouseArea {
        anchors.fill: parent
    }
    StepPage {
        id: sheet

        readonly property int across: Math.max(1, Math.floor(innerWidth / (330 * Theme.grow)))
        readonly property real cell: (innerWidth - (across - 1) * Theme.gap) / across

        anchors.fill: parent
        lead: picker.town === "" ? "place_town" : "place_village"
        name: "place"
        title: "kind_place"

        BigButton {
            look: picker.read === picker.town ? "main" : "plain"
            objectName: "place.whole"
            picture: "check"
            text: picker.model.placeName(picker.town)
            visible: picker.town !== ""
            width: parent.width
            word: "place_whole"

            onClicked: picker.take(picker.town)
        }
        Flow {
            spacing: Theme.gap
            width: parent.width

            Repeater {
                model: picker.town === "" ? picker.model.towns : picker.villages

                BigButton {
                    required property var modelData

                    both: false
                    compact: true
                    look: picker.read !== "" && picker.read.startsWith(modelData.code) ? "main" : "plain"
                    objectName: "place." + modelData.code
                    size: Theme.body
                    text: modelData.name
                    width: sheet.cell
                    word: ""

                    onClicked: picker.town === "" && picker.model.villagesOf(modelData.code).length > 0
                        ? picker.town = modelData.code : picker.take(modelData.code)
                }
            }
        }

        actions: [
            BigButton {
                objectName: "place.write"
                picture: "pen"
                width: (sheet.innerWidth - sheet.actionsSpacing) / 2
                word: "place_write"

                onClicked: picker.writingAsked()
            },
            BigButton {
                objectName: "place.cancel"
                picture: "back"
                width: (sheet.innerWidth - sheet.actionsSpacing) / 2
                word: "edit_cancel"

                onClicked: picker.closed()
            }
        ]
    }
}
