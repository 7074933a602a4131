namespace OrleansEntry.Core.Passcodes;

/// <summary>How long a new passcode must and may be, in Unicode code points.</summary>
public sealed record PasscodePolicy
{
    /// <summary>Makes a policy.</summary>
    /// <param name="minLength">See <see cref="MinLength"/>.</param>
    /// <param name="maxLength">See <see cref="MaxLength"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public PasscodePolicy(int minLength, int maxLength = 256)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minLength, 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minLength, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLength, 256);
        (MinLength, MaxLength) = (minLength, maxLength);
    }

    /// <summary>For an account that a passcode alone may open: 15 to 256 (NIST SP 800-63B-4 §3.1.1.2, ASVS 6.2.1; row C1).</summary>
    public static PasscodePolicy Alone { get; } = new(15);

    /// <summary>For an account whose second factor cannot be switched off: 8 to 256 (row C1). The trading passcode too (row C15).</summary>
    public static PasscodePolicy WithSecondFactor { get; } = new(8);

    /// <summary>Shortest accepted new passcode. 8 to 64.</summary>
    public int MinLength { get; }

    /// <summary>Longest accepted new passcode; over it is refused, never cut. 64 to 256; default 256 (ASVS 6.2.9).</summary>
    public int MaxLength { get; }
}
