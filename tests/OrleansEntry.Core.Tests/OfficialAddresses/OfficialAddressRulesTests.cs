using System.Text.RegularExpressions;
using CsCheck;
using OrleansEntry.Core.OfficialAddresses;
using Xunit;

namespace OrleansEntry.Core.Tests.OfficialAddresses;

public sealed partial class OfficialAddressRulesTests
{
    private static readonly string[] Domains =
        ["example.test", "*.pages.example.test", "example-exchange.test", "entry.kontor.test", "b\u00fccher.test"];

    private static readonly OfficialList List = Read(
        Domains, ["no-reply@mail.example.test"], [new OfficialHandle("example_help", "Example Social")]);

    [Theory]
    [InlineData("example.test", "example.test")]
    [InlineData("  EXAMPLE.Test\n", "example.test")]
    [InlineData("https://example.test", "example.test")]
    [InlineData("HTTPS://Example.Test/enter?next=/#top", "example.test")]
    [InlineData("//example.test/enter", "example.test")]
    [InlineData("https://example.test:443/", "example.test")]
    [InlineData("https://example.test?x=@evil.test", "example.test")]
    [InlineData("https://example.test#@evil.test", "example.test")]
    [InlineData("https://example.test/@evil.test", "example.test")]
    [InlineData("<https://example.test/>", "example.test")]
    [InlineData("help.pages.example.test", "*.pages.example.test")]
    [InlineData("a.b.pages.example.test", "*.pages.example.test")]
    [InlineData("b\u00fccher.test", "b\u00fccher.test")]
    [InlineData("https://xn--bcher-kva.test/", "b\u00fccher.test")]
    [InlineData("no-reply@mail.example.test", "no-reply@mail.example.test")]
    [InlineData("mailto:No-Reply@Mail.Example.test?subject=x", "no-reply@mail.example.test")]
    [InlineData("Example Exchange <no-reply@mail.example.test>", "no-reply@mail.example.test")]
    [InlineData("@example_help", "@example_help")]
    [InlineData("Example_Help", "@example_help")]
    public void What_is_listed_and_plainly_written_is_official(string typed, string of)
    {
        var official = Assert.IsType<OfficialAnswer.Official>(Check(typed));

        Assert.Equal(of, official.Of);
        Assert.Equal(official.Kind is AddressKind.Handle ? "Example Social" : null, official.On);
    }

    [Theory]
    [InlineData("https://example.test@evil.test/", Sign.NameBeforeAt)]
    [InlineData("https://example.test:secret@evil.test/", Sign.NameBeforeAt)]
    [InlineData("example.test@evil.test", Sign.NameBeforeAt)]
    [InlineData("example-help@mailer.other", Sign.NameBeforeAt)]
    [InlineData("https://somebody@example.test/", Sign.UserName)]
    [InlineData("https://@example.test/", Sign.UserName)]
    [InlineData("https://example.test\\@evil.test/", Sign.Backslash)]
    [InlineData("https:\\\\example.test/", Sign.Backslash)]
    [InlineData("https://exam\tple.test/", Sign.HiddenCharacters)]
    [InlineData("https://exam\u200bple.test/", Sign.HiddenCharacters)]
    [InlineData("https://example.test\u202e/", Sign.HiddenCharacters)]
    [InlineData("https://ex%61mple.test/", Sign.EncodedHost)]
    [InlineData("https://example%2etest/", Sign.EncodedHost)]
    [InlineData("https://example.test./", Sign.TrailingDot)]
    [InlineData("https://example.test:8443/", Sign.Port)]
    [InlineData("https://example.test:/", Sign.Port)]
    [InlineData("http://example.test/", Sign.NotHttps)]
    [InlineData("ftp://example.test/", Sign.OtherScheme)]
    [InlineData("https://\uff45xample.test/", Sign.UnusualLetters)]
    [InlineData("https://example\u3002test/", Sign.UnusualLetters)]
    [InlineData("https://entry.\u212aontor.test/", Sign.UnusualLetters)]
    [InlineData("no-reply@example.test <x@evil.test>", Sign.NameBeforeAt)]
    [InlineData("it@example.other <no-reply@mail.example.test>", Sign.DisplayName)]
    [InlineData("https://example.test.evil.test/", Sign.NameInFront)]
    [InlineData("https://www.example.test.evil.test/", Sign.NameInFront)]
    [InlineData("https://evil.test/example.test/enter", Sign.NameInPath)]
    [InlineData("https://www.example.test/", Sign.OtherSubdomain)]
    [InlineData("https://pages.example.test/", Sign.OtherSubdomain)]
    [InlineData("https://kontor.test/", Sign.OtherSubdomain)]
    [InlineData("https://mail.example.test/", Sign.OtherUse)]
    [InlineData("support@example.test", Sign.OtherSender)]
    [InlineData("no.reply@mail.example.test", Sign.OtherSender)]
    [InlineData("@example", Sign.OtherUse)]
    [InlineData("https://ex\u0430mple.test/", Sign.SwappedLetter)]
    [InlineData("https://xn--exmple-4nf.test/", Sign.SwappedLetter)]
    [InlineData("https://login.ex\u0430mple.test/", Sign.SwappedLetter)]
    [InlineData("https://exampIe.test/", Sign.SwappedLetter)]
    [InlineData("https://examp1e.test/", Sign.SwappedLetter)]
    [InlineData("https://exarnple.test/", Sign.SwappedLetter)]
    [InlineData("https://example.test\u2044enter.evil.test/", Sign.NameInFront)]
    [InlineData("https://exmple.test/", Sign.MissingLetter)]
    [InlineData("https://exxample.test/", Sign.ExtraLetter)]
    [InlineData("https://exanple.test/", Sign.ChangedLetter)]
    [InlineData("https://exmaple.test/", Sign.TurnedLetters)]
    [InlineData("https://example-exchangge.tests/", Sign.ExtraLetter)]
    [InlineData("https://exampel-exchagne.test/", Sign.SimilarName)]
    [InlineData("https://example.other/", Sign.OtherEnding)]
    [InlineData("https://example.co.other/", Sign.OtherEnding)]
    [InlineData("https://www.example.other/", Sign.OtherEnding)]
    [InlineData("https://example-login.other/", Sign.AddedWord)]
    [InlineData("https://myexamplewallet.other/", Sign.AddedWord)]
    [InlineData("https://example.login.other/", Sign.AddedWord)]
    [InlineData("https://exampleexchange.other/", Sign.MissingLetter)]
    [InlineData("https://kontor-secure.other/", Sign.AddedWord)]
    [InlineData("https://exchange.test/", Sign.RemovedWord)]
    [InlineData("https://exchange-example.test/", Sign.AddedWord)]
    [InlineData("https://kon-tor.other/", Sign.ExtraLetter)]
    [InlineData("https://k-o-n-t-o-r.other/", Sign.OtherHyphens)]
    [InlineData("@example.help", Sign.ChangedLetter)]
    [InlineData("@example_heIp", Sign.SwappedLetter)]
    [InlineData("@the_example_help_desk", Sign.AddedWord)]
    [InlineData("no-reply@mai1.example.test", Sign.SwappedLetter)]
    [InlineData("no-reply@mail-example.test", Sign.ChangedLetter)]
    public void What_could_be_taken_for_ours_is_told_by_its_strongest_sign(string typed, Sign sign)
    {
        var alike = Assert.IsType<OfficialAnswer.LookAlike>(Check(typed));

        Assert.Equal(sign, alike.Why[0].Sign);
    }

    [Theory]
    [InlineData("https://weather.test/")]
    [InlineData("https://weather.test?example.test")]
    [InlineData("https://weather.test/go?url=https://example.test/enter")]
    [InlineData("https://weather.test/#example.test")]
    [InlineData("https://exchange.other/")]
    [InlineData("somebody@mail.other")]
    [InlineData("@weather")]
    [InlineData("https://192.0.2.1/")]
    [InlineData("https://[2001:db8::1]:8443/")]
    [InlineData("https://2130706433/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://")]
    [InlineData("@")]
    [InlineData("")]
    [InlineData("seven quiet lanterns")]
    [InlineData("\ud800")]
    [InlineData("\uffff\u0000")]
    public void Anything_else_is_unknown(string typed) => Assert.IsType<OfficialAnswer.Unknown>(Check(typed));

    [Fact]
    public void Where_a_look_alike_leads_and_what_it_stands_for_is_told()
    {
        var alike = Assert.IsType<OfficialAnswer.LookAlike>(Check("https://xn--exmple-4nf.test/enter"));

        Assert.Equal(("example.test", "xn--exmple-4nf.test"), (alike.Of, alike.Address));
        Assert.Equal(
            [new Reason(Sign.SwappedLetter, "\u0430", "a"), new Reason(Sign.EncodedName, "xn--exmple-4nf.test", "ex\u0430mple.test")],
            alike.Why);
    }

    [Fact]
    public void Every_character_that_looks_like_one_of_ours_makes_a_look_alike_in_its_place()
    {
        foreach (var host in Domains.Where(domain => domain[0] != '*'))
        {
            for (var at = 0; at < host.Length; at++)
            {
                var looks = Confusables.Skeleton(host[at].ToString());
                foreach (var other in Confusables.All.Select(char.ConvertFromUtf32).Where(other => Confusables.Skeleton(other) == looks))
                {
                    var typed = host[..at] + other + host[(at + 1)..];
                    if (!IsPlainlyOurs(typed)) Assert.IsType<OfficialAnswer.LookAlike>(Check(typed));
                }
            }
        }
    }

    [Fact]
    public void Every_single_edit_of_ours_makes_a_look_alike()
    {
        foreach (var host in Domains.Where(domain => domain[0] != '*'))
        {
            foreach (var typed in EditsOf(host))
            {
                if (!IsPlainlyOurs(typed)) Assert.True(Check(typed) is OfficialAnswer.LookAlike, typed);
            }
        }
    }

    [Fact]
    public void Nothing_but_what_is_listed_is_ever_official()
    {
        string[] pieces =
        [
            .. Domains.Select(domain => domain.TrimStart('*', '.')), "https://", "http:", "//", "@", ".", "/", "\\", "?", "#", ":443",
            ":80", "%2e", "%40", "\t", " ", "\u3002", "\uff0e", "\uff20", "\u212a", "evil.test", "xn--", "*.", "no-reply@", "mail.",
            "mailto:", "<", ">", "example_help", "\u200d", "\ud83d",
        ];
        var piece = Gen.Select(Gen.Int[0, pieces.Length + 5], Gen.Char, (at, any) => at < pieces.Length ? pieces[at] : any.ToString());

        piece.Array[0, 6].Select(string.Concat).Sample(typed =>
        {
            if (typed.Length <= OfficialAddressRules.MaxTypedLength && Check(typed) is OfficialAnswer.Official)
                Assert.True(IsPlainlyOurs(typed), typed);
        }, iter: 30_000);
    }

    [Fact]
    public void With_nothing_listed_nothing_is_said() => Assert.Equal(
        new Reason(Sign.NothingListed),
        Assert.IsType<OfficialAnswer.Unknown>(OfficialAddressRules.Check(OfficialList.Empty, "example.test")).Why);

    // Told in another way than the rule does it: by the grammar of what may be written.
    private static bool IsPlainlyOurs(string typed)
    {
        var text = string.Concat(typed.Trim().Select(c => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c));
        if (text is ['<', .., '>']) text = text[1..^1].Trim();
        if (NamedMail().Match(text) is { Success: true } named) text = named.Groups[1].Value;
        return Plain().IsMatch(text);
    }

    [GeneratedRegex(
        @"\A((https:/*|/*)(example\.test|example-exchange\.test|entry\.kontor\.test|b\u00fccher\.test|xn--bcher-kva\.test"
        + @"|([\p{Ll}\p{Lo}\p{M}0-9-]+\.)+pages\.example\.test)(:443)?([/?#][\s\S]*)?"
        + @"|(mailto:)?no-reply@mail\.example\.test(\?[\s\S]*)?|/*@?example_help)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A[^@]*<\s*(no-reply@mail\.example\.test)\s*>\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamedMail();

    private static IEnumerable<string> EditsOf(string host)
    {
        const string Characters = "abcdefghijklmnopqrstuvwxyz0123456789-._@:/\\?#%*+<> \t\u0000\u00fc\u0430\u200b\ud83d\uff0e\u3002";
        for (var at = 0; at <= host.Length; at++)
        {
            foreach (var c in Characters) yield return host[..at] + c + host[at..];
            if (at == host.Length) yield break;

            yield return host[..at] + host[(at + 1)..];
            foreach (var c in Characters) yield return host[..at] + c + host[(at + 1)..];
            if (at + 1 < host.Length) yield return host[..at] + host[at + 1] + host[at] + host[(at + 2)..];
        }
    }

    private static OfficialAnswer Check(string typed) => OfficialAddressRules.Check(List, typed);

    private static OfficialList Read(string[] domains, string[] senders, OfficialHandle[] handles) =>
        OfficialList.TryRead(1, new DateOnly(2026, 11, 24), domains, senders, handles, out var list, out var rule)
            ? list
            : throw new InvalidOperationException(rule);
}
