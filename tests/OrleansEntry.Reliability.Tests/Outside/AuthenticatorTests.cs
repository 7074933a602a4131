using System.Text;

namespace OrleansEntry.Reliability.Tests.Outside;

/// <summary>The authenticator that judges the server is judged by the RFCs' own vectors first.</summary>
public sealed class AuthenticatorTests
{
    private static readonly Authenticator Rfc = new(Encoding.ASCII.GetBytes("12345678901234567890"));

    [Fact]
    public void It_gives_the_values_of_RFC_4226_appendix_D() =>
        Assert.Equal(
            ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"],
            Enumerable.Range(0, 10).Select(counter => Rfc.Hotp(counter)));

    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void It_gives_the_values_of_RFC_6238_appendix_B(long unixSeconds, string code)
    {
        Assert.Equal(code, Rfc.Hotp(unixSeconds / 30, digits: 8));
        Assert.Equal(code[2..], Rfc.CodeAt(DateTimeOffset.FromUnixTimeSeconds(unixSeconds)));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("MY", "f")]
    [InlineData("MZXW6", "foo")]
    [InlineData("mzxw6ytboi", "foobar")]
    public void It_reads_the_base32_of_RFC_4648_section_10(string text, string plain) =>
        Assert.Equal(plain, Encoding.ASCII.GetString(Authenticator.FromBase32(text)));
}
