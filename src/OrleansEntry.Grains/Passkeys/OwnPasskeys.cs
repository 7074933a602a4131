using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using OrleansEntry.Core.Passkeys;

namespace OrleansEntry.Grains.Passkeys;

/// <summary>The passkeys of one owner as the store that <see cref="PasskeyHandler{TUser}"/> asks, for the length of one call. It stores
/// nothing.</summary>
/// <remarks>It finds whatever it is asked for, so that who is unknown costs the same signature as who is known (W-09);
/// <see cref="IsOwners"/> says at the end what it was.</remarks>
/// <param name="handle">Whose.</param>
/// <param name="passkeys">Which.</param>
internal sealed class OwnPasskeys(string handle, ImmutableArray<PasskeyCredential> passkeys) : IUserPasskeyStore<OwnPasskeys.User>
{
    /// <summary>A public key whose other half nobody has.</summary>
    private static readonly byte[] Nobodys = NewKey();

    /// <summary>Whoever a handle names.</summary>
    public sealed record User(string Handle);

    /// <summary>The owner.</summary>
    public User Owner { get; } = new(handle);

    /// <summary>Whether a passkey that signed is the owner's indeed.</summary>
    public bool IsOwners(User user, byte[] id) => user.Handle == Owner.Handle && Find(id) is not null;

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(User user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. passkeys.Select(InfoOf)]);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult<UserPasskeyInfo?>(InfoOf(Find(credentialId)
            ?? new PasskeyCredential { Id = [.. credentialId], PublicKey = [.. Nobodys] }));

    public Task<User?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(Find(credentialId) is null ? null : Owner);

    public Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Task.FromResult<User?>(new User(userId));

    public Task<string> GetUserIdAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.Handle);

    public void Dispose()
    {
    }

    private PasskeyCredential? Find(byte[] id) => passkeys.FirstOrDefault(p => p.Id.AsSpan().SequenceEqual(id));

    // The counter is left out: what it means is judged where the account is.
    private static UserPasskeyInfo InfoOf(PasskeyCredential passkey) => new(
        [.. passkey.Id], [.. passkey.PublicKey], DateTimeOffset.UnixEpoch, 0, [.. passkey.Transports], isUserVerified: true,
        passkey.BackupEligible, passkey.BackedUp, [], []);

    // COSE (RFC 9053 §7.1.1): a map of kty EC2, alg ES256, crv P-256, x and y.
    private static byte[] NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
    }

    // What a store of users does besides, nobody asks for here.
    public Task AddOrUpdatePasskeyAsync(User user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task RemovePasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<string?> GetUserNameAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetUserNameAsync(User user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string?> GetNormalizedUserNameAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetNormalizedUserNameAsync(User user, string? normalizedName, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
