using System.Numerics;
using CsCheck;
using OrleansEntry.Core.SecondFactor;
using Xunit;

namespace OrleansEntry.Core.Tests.SecondFactor;

public sealed class RecoveryCodeTests
{
    private const string Shown = "0123-4567-89AB-CDEF-GHJK-MNPQ";

    [Fact]
    public void All_120_bits_survive() =>
        Gen.Byte.Array[RecoveryCode.Bytes].Sample(bytes =>
        {
            var text = RecoveryCode.Format(bytes);

            Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}$", text);
            Assert.True(RecoveryCode.TryParse(text, out var canonical));
            Assert.Equal(text.Replace("-", "", StringComparison.Ordinal), canonical);
            Assert.Equal(new BigInteger(bytes, isUnsigned: true, isBigEndian: true), Read(canonical));
        });

    [Theory]
    [InlineData("0123456789abcdefghjkmnpq")]
    [InlineData(" 0123 4567 89AB CDEF GHJK MNPQ ")]
    [InlineData("O123-4567-89AB-CDEF-GHJK-MNPQ")]
    [InlineData("oI23-4567-89ab-cdef-ghjk-mnpq")]
    [InlineData("0l23\u00A04567\u201189AB\u2013CDEF\u2010GHJK\u2012MNPQ")]
    [InlineData("oL23-4567-89AB-CDEF-GHJK-MNPQ")]
    public void What_a_person_may_type_is_read(string typed)
    {
        Assert.True(RecoveryCode.TryParse(typed, out var canonical));
        Assert.Equal(Shown.Replace("-", "", StringComparison.Ordinal), canonical);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123-4567-89AB-CDEF-GHJK-MNP")]
    [InlineData("0123-4567-89AB-CDEF-GHJK-MNPQR")]
    [InlineData("U123-4567-89AB-CDEF-GHJK-MNPQ")]
    [InlineData("0123-4567-89AB-CDEF-GHJK-MNP\0")]
    [InlineData("0123_4567_89AB_CDEF_GHJK_MNPQ")]
    [InlineData("\u0660123-4567-89AB-CDEF-GHJK-MNPQ")]
    [InlineData("------------------------------------------------------------------")]
    public void Anything_else_is_not(string? typed)
    {
        Assert.False(RecoveryCode.TryParse(typed, out var canonical));
        Assert.Null(canonical);
    }

    [Fact]
    public void Text_longer_than_the_limit_is_not_read() =>
        Assert.Equal((true, false), (RecoveryCode.TryParse(Shown.PadRight(64), out _), RecoveryCode.TryParse(Shown.PadRight(65), out _)));

    [Theory]
    [InlineData(14)]
    [InlineData(16)]
    public void Other_lengths_are_a_fault(int length) => Assert.Throws<ArgumentException>(() => RecoveryCode.Format(new byte[length]));

    [Fact]
    public void A_code_carries_enough_to_be_stored_under_a_plain_keyed_hash() => Assert.True(RecoveryCode.Bytes * 8 >= 112);

    private static BigInteger Read(string canonical) =>
        canonical.Aggregate(BigInteger.Zero, (sum, c) =>
            (sum * 32) + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".IndexOf(c, StringComparison.Ordinal));
}
