using System.Diagnostics.CodeAnalysis;

namespace OrleansEntry.Core.Accounts;

/// <summary>Names an account: 32 lower-case hex characters. Random, or for an unknown identifier a keyed hash of it;
/// nobody can tell which.</summary>
public readonly record struct AccountId
{
    private readonly string? _value;

    private AccountId(string value) => _value = value;

    /// <summary>The id as text.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default</c>, which names no account.</exception>
    public string Value => _value ?? throw new InvalidOperationException("default(AccountId) names no account.");

    /// <summary>Reads an id.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AccountId id)
    {
        var ok = HexName.IsValid(text);
        id = ok ? new AccountId(text!) : default;
        return ok;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
