using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Operators;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Operators;

public sealed class OperatorInvitationTests
{
    private static readonly DeploymentKeys Keys = new(Hash(1));

    [Fact]
    public void What_was_made_is_read()
    {
        var made = Staff.Invitation("ann.b-2", Noon, OperatorRole.Security, OperatorRole.Admin);

        Assert.True(OperatorInvitation.TryRead(made.Reveal(Keys), Keys, out var read));

        Assert.Equal((made.Name, made.Nonce, Noon + OperatorInvitation.WorksFor), (read.Name, read.Nonce, read.ExpiresAt));
        Assert.Equal(["admin", "security"], read.Roles);
        Assert.DoesNotContain(made.Reveal(Keys), made.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_character_of_it_can_be_another_and_no_other_deployments_counts()
    {
        var text = Staff.Invitation("ann", Noon, OperatorRole.Support).Reveal(Keys);

        for (var i = 0; i < text.Length; i++)
        {
            var changed = text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..];
            Assert.False(OperatorInvitation.TryRead(changed, Keys, out _), changed);
        }

        Assert.False(OperatorInvitation.TryRead(text, new DeploymentKeys(Hash(2)), out _));
        Assert.True(text.Length < OperatorInvitation.MaxTextLength);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("ä.ö")]
    public void Nothing_else_is_one(string? text) => Assert.False(OperatorInvitation.TryRead(text, Keys, out _));

    [Theory]
    [InlineData("", "admin")]
    [InlineData("a", "admin")]
    [InlineData("Ann", "admin")]
    [InlineData("ann b", "admin")]
    [InlineData("ann\nb", "admin")]
    [InlineData("ann", "")]
    [InlineData("ann", "root")]
    [InlineData("ann", "admin,root")]
    public void Names_and_roles_have_their_form(string name, string roles) => Assert.False(OperatorInvitation.TryMake(
        name, roles.Split(',', StringSplitOptions.RemoveEmptyEntries), Noon, out _));

    [Theory]
    [InlineData("abc", true)]
    [InlineData("  ticket 4711: owner called  ", true)]
    [InlineData("Überprüft, siehe Vorgang 12", true)]
    [InlineData("ab", false)]
    [InlineData("  a  ", false)]
    [InlineData(null, false)]
    [InlineData("two\nlines", false)]
    [InlineData("hid\u200Bden", false)]
    [InlineData("turn\u202Eed", false)]
    public void A_reason_is_a_readable_sentence(string? text, bool ok)
    {
        Assert.Equal(ok, OperatorReason.TryParse(text, out var reason));
        if (ok) Assert.Equal(text!.Trim(), reason!.Text);
    }

    [Fact]
    public void A_reason_is_not_too_long()
    {
        Assert.True(OperatorReason.TryParse(new string('x', OperatorReason.MaxLength), out _));
        Assert.False(OperatorReason.TryParse(new string('x', OperatorReason.MaxLength + 1), out _));
    }

    [Fact]
    public void A_token_reads_as_it_was_made_and_in_one_way()
    {
        var token = OperatorToken.Create(Name(7), Hash(7));

        Assert.True(OperatorToken.TryParse(token.Reveal(), out var read));
        Assert.Equal((Name(7), token.AntiForgery()), (read.SessionId, read.AntiForgery()));
        Assert.Equal(token.SecretHash(), read.SecretHash());
        Assert.False(OperatorToken.TryParse(token.Reveal() + "=", out _));
        Assert.False(OperatorToken.TryParse(token.Reveal()[1..], out _));
        Assert.DoesNotContain(token.Reveal()[22..], token.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => OperatorToken.Create("nobody", Hash(7)));
    }
}
