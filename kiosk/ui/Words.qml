pragma Singleton
import QtQuick

// The sentences of every screen in the language chosen (`main`) and another one (`side`), which stands small beside it: English
// beside Chinese, Chinese beside all others.
QtObject {
    readonly property var zh: shell.catalogue("zh")
    readonly property var en: shell.catalogue("en")
    // what exists in these two languages alone is in Chinese for whoever reads a third
    readonly property bool chinese: shell.locale === "zh"
    readonly property var main: shell.language === "zh" ? zh : shell.language === "en" ? en : shell.catalogue(shell.language)
    readonly property var side: shell.language === "zh" ? en : zh

    // What stands in both languages as the visitor reads it; Chinese where there is no English.
    function said(chineseText, englishText) {
        return chinese || !englishText ? chineseText : plain(englishText)
    }

    // Rounded quotation marks are as wide as a Chinese character in this type: between English words they tear holes.
    function plain(englishText) {
        return englishText.replace(/[\u201c\u201d]/g, '"').replace(/\u2019/g, "'")
    }

    // A text that says the same twice, "中文 · English", with the visitor's language first.
    function ordered(text) {
        const parts = text.split(" · ")
        return chinese || parts.length !== 2 ? text : parts[1] + " · " + parts[0]
    }

    // "{0} of {1}" filled with the values given.
    function filled(sentence, values) {
        let text = sentence
        for (let n = 0; n < values.length; ++n)
            text = text.replace("{" + n + "}", values[n])
        return text
    }
}
