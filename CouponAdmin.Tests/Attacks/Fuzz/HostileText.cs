namespace CouponAdmin.Tests.Attacks.Fuzz;

/// <summary>Texts that programs stumble over: markup, formulas, controls, directions, halves of characters, great lengths.</summary>
internal static class HostileText
{
    public static readonly IReadOnlyList<string> All =
    [
        "", " ", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</title></script><svg/onload=alert(1)>", "javascript:alert(1)", "{{7*7}}", "${jndi:ldap://x}",
        "'; DROP TABLE campaigns; --", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(\"http://evil.example\",\"x\")", "a\rb", "a\nb", "a\r\nwarn: forged[0]", "a\0b", "\u001b[31mred",
        "\u009b31m", "\u202Egnp.exe", "\u2066\u2067x\u2069", "\u200B\u200C\u200D", "\uFEFFx", "\u2028x\u2029", "\uD800", "\uDC00x", "😀👩‍👩‍👧‍👦🏳️‍🌈", "e\u0301\u0301\u0301\u0301", "ﷺ", "İ", "ß", "ﬁ",
        "..", "../../etc/passwd", "..%2f..%2f", "%00", "%", "%zz", "//evil.example", "\\\\evil", "C:\\x", "null", "undefined", "NaN", "true", "-0", "1e999", "0x10", "٣", "１２",
        "99999999999999999999", "9223372036854775807", "9223372036854775808", "-2147483649", "2147483648", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59-14:00",
        "2026-02-30", new string('a', 10_000), new string('선', 10_000), new string('[', 5_000),
    ];

    public static string Any(Random random) => All[random.Next(All.Count)];
}
