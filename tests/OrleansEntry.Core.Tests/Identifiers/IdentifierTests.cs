using System.Text;
using CsCheck;
using OrleansEntry.Core.Identifiers;
using Xunit;

namespace OrleansEntry.Core.Tests.Identifiers;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("alice@example.test", "alice@example.test")]
    [InlineData("  Alice@Example.TEST\t", "alice@example.test")]
    [InlineData("ＡＬＩＣＥ＠ｅｘａｍｐｌｅ．ｔｅｓｔ", "alice@example.test")]
    [InlineData("alice@example。test", "alice@example.test")]
    [InlineData("e\u0301lise@b\u00fccher.test", "\u00e9lise@xn--bcher-kva.test")]
    [InlineData("\u00c9LISE@BU\u0308CHER.TEST", "\u00e9lise@xn--bcher-kva.test")]
    [InlineData("\u00e9lise@XN--BCHER-KVA.test", "\u00e9lise@xn--bcher-kva.test")]
    [InlineData("ΟΔΟΣ@example.test", "οδοσ@example.test")]
    [InlineData("οδος@example.test", "οδοσ@example.test")]
    [InlineData("\u0130pek@example.test", "i\u0307pek@example.test")]
    [InlineData("stra\u00dfe@stra\u00dfe.test", "stra\u00dfe@xn--strae-oqa.test")]
    [InlineData("ﬁn+tag_1!#$%&'*-/=?^`{|}~@a-b.c--d.test", "fin+tag_1!#$%&'*-/=?^`{|}~@a-b.c--d.test")]
    [InlineData("木村.太郎@example.test", "木村.太郎@example.test")]
    public void Every_spelling_has_one_canonical_form(string typed, string canonical)
    {
        Assert.True(Identifier.TryParse(typed, out var id));
        Assert.True(Identifier.TryParse(canonical, out var again));

        Assert.Equal(canonical, id.Value);
        Assert.Equal(id, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("@")]
    [InlineData("alice")]
    [InlineData("alice@")]
    [InlineData("@example.test")]
    [InlineData("alice@localhost")]
    [InlineData("alice@bob@example.test")]
    [InlineData("alice@bob＠example.test")]
    [InlineData("alice bob@example.test")]
    [InlineData("alice\u00a0bob@example.test")]
    [InlineData("alice@exam ple.test")]
    [InlineData("alice @example.test")]
    [InlineData("alice\u0000@example.test")]
    [InlineData("alice\r\nBcc:x@example.test")]
    [InlineData("al\u200bice@example.test")]
    [InlineData("al\u200dice@example.test")]
    [InlineData("\ufeffalice@example.test")]
    [InlineData("al\u202eice@example.test")]
    [InlineData("al\u2066ice@example.test")]
    [InlineData("al\u00adice@example.test")]
    [InlineData("al\u034fice@example.test")]
    [InlineData("al\u3164ice@example.test")]
    [InlineData("al\ufe0fice@example.test")]
    [InlineData("al\U000e0041ice@example.test")]
    [InlineData("al\u0378ice@example.test")]
    [InlineData("al\ue000ice@example.test")]
    [InlineData("al\u2028ice@example.test")]
    [InlineData("\u0301alice@example.test")]
    [InlineData("al.\u0301ice@example.test")]
    [InlineData("al☕ice@example.test")]
    [InlineData("alice@exa\u200bmple.test")]
    [InlineData("alice@exa\u200dmple.test")]
    [InlineData("alice@xn--11b2ezcw70k.test")]
    [InlineData(".alice@example.test")]
    [InlineData("alice.@example.test")]
    [InlineData("al..ice@example.test")]
    [InlineData("\"alice\"@example.test")]
    [InlineData("alice(home)@example.test")]
    [InlineData("Alice <alice@example.test>")]
    [InlineData("alice@[192.0.2.1]")]
    [InlineData("alice@192.0.2.1")]
    [InlineData("alice@[IPv6:2001:db8::1]")]
    [InlineData("alice@example.test.")]
    [InlineData("alice@.example.test")]
    [InlineData("alice@example..test")]
    [InlineData("alice@-example.test")]
    [InlineData("alice@example-.test")]
    [InlineData("alice@exa_mple.test")]
    [InlineData("alice@xn--a.test")]
    [InlineData("alice@xn--dca.test")] // Decodes to a capital letter, which no registry encodes.
    [InlineData("alice@xn--.test")]
    [InlineData("alice@xn--example-.test")]
    public void What_is_no_plain_address_is_refused(string? typed)
    {
        Assert.False(Identifier.TryParse(typed, out var id));
        Assert.Equal(default, id);
    }

    [Theory]
    [InlineData("\ud800")]
    [InlineData("\udc00\ud800")]
    [InlineData("\ufffe")]
    public void Text_that_is_not_well_formed_is_refused_without_a_fault(string rubbish)
    {
        Assert.False(Identifier.TryParse($"al{rubbish}ice@example.test", out _));
        Assert.False(Identifier.TryParse($"alice@exa{rubbish}mple.test", out _));
    }

    [Fact]
    public void The_limits_of_the_standards_hold_to_the_octet()
    {
        var label = new string('d', 63);

        Assert.True(Parses($"{new string('a', 64)}@example.test"));
        Assert.False(Parses($"{new string('a', 65)}@example.test"));
        Assert.True(Parses($"{new string('é', 32)}@example.test"));
        Assert.False(Parses($"{new string('é', 32)}a@example.test"));
        Assert.True(Parses($"a@{label}.test"));
        Assert.False(Parses($"a@{label}d.test"));
        Assert.True(Parses($"{new string('a', 62)}@{label}.{label}.{new string('d', 63)}"));
        Assert.False(Parses($"{new string('a', 63)}@{label}.{label}.{new string('d', 63)}"));
        Assert.False(Parses(new string('a', Identifier.MaxTypedLength) + "@example.test"));
    }

    [Fact]
    public void Each_character_of_Unicode_is_refused_or_has_one_canonical_form()
    {
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.IsValid(value)) continue;

            var typed = $"a{new Rune(value)}b@example.test";
            if (!Identifier.TryParse(typed, out var id)) continue;

            Assert.True(Identifier.TryParse(id.Value, out var again) && again == id, $"U+{value:X} is not stable.");
            Assert.True(Identifier.TryParse(typed.Normalize(NormalizationForm.FormD), out again) && again == id, $"U+{value:X} in NFD");
            Assert.True(Identifier.TryParse(typed.ToUpperInvariant(), out again) && again == id, $"U+{value:X} in upper case");
        }
    }

    [Fact]
    public void Each_character_of_Unicode_is_refused_in_a_domain_or_has_one_canonical_form()
    {
        for (var value = 0x80; value <= 0xFFFF; value++)
        {
            if (!Rune.IsValid(value) || value is >= 0x3400 and < 0xF900) continue;
            if (!Identifier.TryParse($"alice@a{new Rune(value)}b.test", out var id)) continue;

            Assert.True(Ascii.IsValid(id.Value));
            Assert.True(Identifier.TryParse(id.Value, out var again) && again == id, $"U+{value:X} is not stable.");
        }
    }

    [Fact]
    public void Any_text_is_refused_or_canonical_at_once()
    {
        string[] pieces =
        [
            "a", "Z", "é", "e\u0301", "Ǆ", "ß", "İ", "ı", "ς", "ﬁ", "Å", "가", "ｶﾞ", "\u0345", "\u0323", "ё", "9", "１", "-", ".", "xn--",
            "木", "א", "ا", "²", "™", "@",
        ];
        var text = Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[1, 12].Select(string.Concat);
        var address = text.Select(text, (local, domain) => $"{local}@{domain}.test");

        address.Sample(typed =>
        {
            if (!Identifier.TryParse(typed, out var id)) return;
            Assert.True(Identifier.TryParse(id.Value, out var again));
            Assert.Equal(id, again);
        }, iter: 20_000);
    }

    [Theory]
    [InlineData("alice.smith@mail.example.test", "a***h@m***.test")]
    [InlineData("alice@example.test", "a***e@e***.test")]
    [InlineData("rita@example.test", "r***@e***.test")]
    [InlineData("a@example.test", "a***@e***.test")]
    public void An_identifier_prints_itself_masked(string typed, string masked)
    {
        Assert.True(Identifier.TryParse(typed, out var id));

        Assert.Equal(masked, id.Masked);
        Assert.Equal(masked, $"{id}");
    }

    [Fact]
    public void No_identifier_prints_itself_as_nobody()
    {
        Assert.Equal("[nobody]", $"{default(Identifier)}");
        Assert.Throws<InvalidOperationException>(() => default(Identifier).Value);
    }

    private static bool Parses(string typed) => Identifier.TryParse(typed, out _);
}
