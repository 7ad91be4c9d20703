import QtQuick
import kiosk.ui

// Alone with one tap; a group counts itself and lays its cards down one after the other; or for somebody else.
Item {
    id: view

    required property QtObject model
    // "", "companion" or "principal": whose name and number are being typed
    property string typing: ""
    readonly property bool together: model.persons > 1
    readonly property Item page: typing !== "" ? pad.item : asking

    // True when the screen itself took a step back.
    function back() {
        const was = typing !== ""
        typing = ""
        return was
    }
    function openManual() {
        typing = "companion"
    }

    StepPage {
        id: asking

        anchors.fill: parent
        lead: view.together ? "company_lead_together" : "company_lead"
        name: "company"
        title: "company_title"
        visible: view.typing === ""

        Panel {
            id: spoken

            color: Theme.tint
            visible: view.model.principal !== ""
            width: parent.width

            Grid {
                columnSpacing: Theme.gap
                columns: asking.portrait ? 1 : 2
                rowSpacing: 16
                width: parent.width

                Fact {
                    strong: true
                    value: view.model.principal
                    width: asking.portrait ? parent.width : parent.width - 360 - parent.columnSpacing
                    word: "company_for"
                }
                BigButton {
                    compact: true
                    objectName: "company.behalf.drop"
                    picture: "erase"
                    width: asking.portrait ? parent.width : 360
                    word: "company_for_nobody"

                    onClicked: view.model.speaksForNobody()
                }
            }
        }
        Grid {
            columnSpacing: Theme.gap
            columns: asking.portrait ? 1 : 2
            rowSpacing: Theme.gap
            visible: !view.together
            width: parent.width

            Tile {
                objectName: "company.together"
                picture: "people"
                side: Math.round((asking.portrait ? 130 : 100) * (shell.large ? 0.8 : 1))
                width: asking.portrait ? parent.width : (parent.width - parent.columnSpacing) / 2
                word: "company_together"

                onClicked: view.model.count(2)
            }
            Tile {
                objectName: "company.behalf"
                picture: "staff"
                side: Math.round((asking.portrait ? 130 : 100) * (shell.large ? 0.8 : 1))
                width: asking.portrait ? parent.width : (parent.width - parent.columnSpacing) / 2
                word: "company_behalf"

                onClicked: view.typing = "principal"
            }
        }
        Grid {
            columnSpacing: Theme.gap
            columns: asking.portrait ? 1 : 2
            rowSpacing: Theme.gap
            visible: view.together
            width: parent.width

            Panel {
                width: asking.portrait ? parent.width : (parent.width - parent.columnSpacing) * 0.45

                Say {
                    bold: true
                    width: parent.width
                    word: "company_count"
                }
                Row {
                    id: stepper

                    spacing: 16
                    width: parent.width

                    Repeater {
                        model: [-1, 0, 1, 10]

                        Item {
                            id: cell

                            required property int modelData

                            height: Theme.bigTouch
                            width: (stepper.width - 3 * stepper.spacing) / 4

                            Plain {
                                anchors.centerIn: parent
                                font.bold: true
                                font.pixelSize: Theme.title
                                objectName: "company.persons"
                                text: view.model.persons
                                visible: cell.modelData === 0
                            }
                            PadKey {
                                anchors.fill: parent
                                enabled: cell.modelData > 0 || view.model.persons > view.model.fewest
                                face: cell.modelData > 0 ? "+" + cell.modelData : "−1"
                                objectName: "company.count." + (cell.modelData > 0 ? "plus" + cell.modelData : "minus")
                                opacity: enabled ? 1 : 0.35
                                visible: cell.modelData !== 0

                                onClicked: view.model.count(view.model.persons + cell.modelData)
                            }
                        }
                    }
                }
                Say {
                    color: Theme.soft
                    size: Theme.small
                    visible: view.model.many
                    width: parent.width
                    word: "company_five"
                }
            }
            Panel {
                width: asking.portrait ? parent.width : (parent.width - parent.columnSpacing) * 0.55

                Say {
                    bold: true
                    width: parent.width
                    word: "company_cards"
                }
                Repeater {
                    model: view.model.companions

                    Row {
                        id: companion

                        required property int n
                        required property string name
                        required property string number
                        required property bool verified

                        spacing: 16
                        width: parent.width

                        Column {
                            spacing: 8
                            width: parent.width - gone.width - parent.spacing

                            Plain {
                                font.bold: true
                                text: companion.name + "　" + companion.number
                                width: parent.width
                                wrapMode: Text.WrapAnywhere
                            }
                            Chip {
                                both: false
                                look: companion.verified ? "good" : "doubt"
                                picture: companion.verified ? "check" : "alert"
                                word: companion.verified ? "holder_verified" : "holder_unverified"
                            }
                        }
                        BigButton {
                            id: gone

                            both: false
                            compact: true
                            objectName: "company.drop." + companion.n
                            picture: "erase"
                            tight: true
                            width: Math.round(240 * Theme.grow)
                            word: "pages_drop"

                            onClicked: view.model.drop(companion.n)
                        }
                    }
                }
                Busy {
                    visible: view.model.waiting
                    width: parent.width
                    word: "company_waiting"
                }
                Say {
                    color: Theme.doubt
                    visible: view.model.readerless && view.model.room
                    width: parent.width
                    word: "company_readerless"
                }
                BigButton {
                    compact: true
                    objectName: "company.type"
                    picture: "pen"
                    visible: view.model.room
                    width: parent.width
                    word: "company_type"

                    onClicked: view.typing = "companion"
                }
                Say {
                    color: Theme.soft
                    size: Theme.small
                    visible: view.model.room
                    width: parent.width
                    word: "company_may_wait"
                }
            }
        }
        BigButton {
            objectName: "company.behalf"
            picture: "staff"
            visible: view.together && view.model.principal === ""
            width: parent.width
            word: "company_behalf"

            onClicked: view.typing = "principal"
        }

        actions: [
            BigButton {
                implicitHeight: Math.round((view.together ? 132 : 190) * Theme.grow)
                look: "main"
                objectName: view.together ? "company.next" : "company.alone"
                picture: view.together ? "next" : "person"
                size: view.together ? Theme.heading : Theme.title
                width: view.together ? (asking.innerWidth - asking.actionsSpacing) * 0.52 : asking.innerWidth
                word: view.together ? "company_next" : "company_alone"

                onClicked: view.together ? view.model.proceed() : view.model.alone()
            },
            BigButton {
                objectName: "company.alone"
                picture: "person"
                visible: view.together
                width: (asking.innerWidth - asking.actionsSpacing) * 0.48
                word: "company_alone"

                onClicked: view.model.alone()
            }
        ]
    }
    Loader {
        id: pad

        active: view.typing !== ""
        anchors.fill: parent

        sourceComponent: Manual {
            closePicture: "back"
            closeWord: "company_not_typed"
            lead: view.typing === "principal" ? "company_behalf_lead" : "manual_lead"
            model: view.model
            numberNeeded: view.typing !== "principal"
            title: view.typing === "principal" ? "company_behalf_title" : "company_type_title"

            onClosed: view.typing = ""
            onTyped: (name, number, document) => {
                const principal = view.typing === "principal"
                view.typing = ""
                principal ? view.model.speaksFor(name, number, document) : view.model.joined(name, number, document)
                // what was just said is seen, wherever the page was turned to before
                if (principal)
                    asking.show(spoken)
            }
        }
    }
}
