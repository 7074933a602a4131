using System.Text;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Grains.SecondFactor;
using OtpNet;
using Xunit;

namespace OrleansEntry.Grains.Tests.SecondFactor;

/// <summary>The library that computes codes gives the RFCs' own, and we find the step a code belongs to.</summary>
public sealed class TotpCodesTests
{
    private static readonly byte[] Secret = "12345678901234567890"u8.ToArray();

    [Theory]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(2, "359152")]
    [InlineData(3, "969429")]
    [InlineData(4, "338314")]
    [InlineData(5, "254676")]
    [InlineData(6, "287922")]
    [InlineData(7, "162583")]
    [InlineData(8, "399871")]
    [InlineData(9, "520489")]
    public void Rfc_4226_appendix_D(long counter, string code) => Assert.Equal(code, new Hotp(Secret).ComputeHOTP(counter));

    [Theory]
    [InlineData(59, "94287082", OtpHashMode.Sha1)]
    [InlineData(59, "46119246", OtpHashMode.Sha256)]
    [InlineData(59, "90693936", OtpHashMode.Sha512)]
    [InlineData(1111111109, "07081804", OtpHashMode.Sha1)]
    [InlineData(1111111111, "14050471", OtpHashMode.Sha1)]
    [InlineData(1234567890, "89005924", OtpHashMode.Sha1)]
    [InlineData(2000000000, "69279037", OtpHashMode.Sha1)]
    [InlineData(20000000000, "65353130", OtpHashMode.Sha1)]
    [InlineData(20000000000, "77737706", OtpHashMode.Sha256)]
    [InlineData(20000000000, "47863826", OtpHashMode.Sha512)]
    public void Rfc_6238_appendix_B(long seconds, string code, OtpHashMode mode)
    {
        var length = mode switch { OtpHashMode.Sha1 => 20, OtpHashMode.Sha256 => 32, _ => 64 };
        var secret = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1234567890", 7))[..length]);

        Assert.Equal(code, new Totp(secret, 30, mode, 8).ComputeTotp(DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime));
    }

    [Theory]
    [InlineData(59, "287082", 1)]
    [InlineData(59 + (30 * 20), "287082", 1)]
    [InlineData(1111111109, "081804", 37037036)]
    [InlineData(20000000000, "353130", 666666666)]
    public void A_code_is_found_at_its_step(long seconds, string code, long step) =>
        Assert.Contains(step, TotpCodes.Matches(Secret, 30, code, DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Theory]
    [InlineData("287 082")]
    [InlineData("287-082")]
    public void Separators_do_not_matter(string typed) =>
        Assert.NotEmpty(TotpCodes.Matches(Secret, 30, typed, DateTimeOffset.FromUnixTimeSeconds(59)));

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870820")]
    [InlineData("28708２")]
    [InlineData("abcdef")]
    public void Anything_else_matches_nothing(string typed) =>
        Assert.Empty(TotpCodes.Matches(Secret, 30, typed, DateTimeOffset.FromUnixTimeSeconds(59)));

    [Fact]
    public void A_code_further_off_than_we_look_is_not_found() =>
        Assert.DoesNotContain(
            1, TotpCodes.Matches(Secret, 30, "287082", DateTimeOffset.FromUnixTimeSeconds(30 * (2 + TotpRules.StepsLookedAt))));

    [Fact]
    public void The_invitation_names_issuer_account_secret_and_step()
    {
        var uri = TotpInvitation.Uri("Example Exchange", "ada@example.test", Secret, 60);

        Assert.StartsWith("otpauth://totp/Example%20Exchange:ada%40example.test?", uri, StringComparison.Ordinal);
        Assert.Contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", uri, StringComparison.Ordinal);
        Assert.Contains("period=60", uri, StringComparison.Ordinal);
        Assert.StartsWith("<svg", TotpInvitation.Qr(uri), StringComparison.Ordinal);
    }
}
