using CsCheck;
using OrleansEntry.Core.Sessions;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Sessions;

public sealed class SessionTokenTests
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [Fact]
    public void What_a_client_was_given_is_read_back() =>
        Gen.Select(Gen.Int, Gen.Int, Gen.Byte.Array[32]).Sample((account, session, secret) =>
        {
            var text = SessionToken.Create(Id(account), Name(session), secret).Reveal();

            Assert.Equal(SessionToken.TextLength, text.Length);
            Assert.True(SessionToken.TryParse(text, out var token));
            Assert.Equal((Id(account), Name(session), text), (token.Account, token.SessionId, token.Reveal()));
            Assert.Equal(SessionToken.Hash(secret), token.SecretHash());
        });

    [Fact]
    public void Of_all_last_characters_only_the_canonical_one_is_a_token()
    {
        var text = Token(1).Reveal();

        // Two bits of the secret stand in the last character; the other four must be zero: 4 of 64 are canonical, one of them is the token.
        var read = Letters.Where(last => SessionToken.TryParse(text[..^1] + last, out _)).ToArray();

        Assert.Equal(['A', 'Q', 'g', 'w'], read.Order());
        Assert.Single(read, last => last == text[^1]);
    }

    [Fact]
    public void A_changed_character_is_another_token_or_none() =>
        Gen.Select(Gen.Int[0, 85], Gen.Char[Letters]).Sample((at, letter) =>
        {
            var text = Token(1).Reveal();
            var changed = $"{text[..at]}{letter}{text[(at + 1)..]}";

            return changed == text || !SessionToken.TryParse(changed, out var token)
                || token.Account != Token(1).Account || token.SessionId != Token(1).SessionId
                    || !token.SecretHash().AsSpan().SequenceEqual(Token(1).SecretHash());
        });

    public static TheoryData<string> NoTokens
    {
        get
        {
            var text = Token(1).Reveal();
            return
            [
                "", text[..^1], text + "A", text + "=", text + "==", " " + text, text[..^2] + "==",
                text[..^1] + "=", text[..^1] + " ", text[..^1] + "\n",
                text[..40] + "+" + text[41..], text[..40] + "/" + text[41..], text[..40] + " " + text[41..], text[..40] + "\0" + text[41..],
                text[..40] + "é" + text[41..], text[..40] + "\ud83d" + text[41..],
                new string('!', 86), new string('=', 86), new string(' ', 86), new string('A', 4096),
            ];
        }
    }

    [Theory]
    [MemberData(nameof(NoTokens))]
    public void Anything_else_is_no_token_and_no_fault(string text)
    {
        Assert.False(SessionToken.TryParse(null, out _));
        Assert.False(SessionToken.TryParse(text, out var token));
        Assert.Null(token);
    }

    [Fact]
    public void The_anti_forgery_value_is_the_token_s_own_and_does_not_tell_the_secret()
    {
        Assert.Equal(Token(1).AntiForgery(), Token(1).AntiForgery());
        Assert.NotEqual(Token(1).AntiForgery(), Token(2).AntiForgery());
        Assert.DoesNotContain(Token(1).AntiForgery(), Token(1).Reveal(), StringComparison.Ordinal);
        Assert.NotEqual(Convert.ToBase64String(Token(1).SecretHash())[..43], Token(1).AntiForgery());
    }

    [Fact]
    public void It_never_prints_itself() => Assert.Equal($"[session {Name(1)}]", Token(1).ToString());

    [Theory]
    [InlineData("00000000000000000000000000000001", 31)]
    [InlineData("00000000000000000000000000000001", 33)]
    [InlineData("0000000000000000000000000000000G", 32)]
    [InlineData("1", 32)]
    public void Parts_without_their_form_are_a_fault(string session, int bytes) =>
        Assert.Throws<ArgumentException>(() => SessionToken.Create(Id(), session, new byte[bytes]));

    private static SessionToken Token(int n) => SessionToken.Create(Id(n), Name(n), Hash(n));
}
