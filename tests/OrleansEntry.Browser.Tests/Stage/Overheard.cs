using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.SecurityCheck;

namespace OrleansEntry.Browser.Tests;

/// <summary>What judges an answer to each picture that the server draws. A program must not find out what a picture asks for, these tests
/// included; so they stand by while it is drawn, and ask the judge instead of looking.</summary>
internal sealed class Overheard
{
    private readonly ConcurrentDictionary<string, ExpectedAnswer> _expected = new();

    /// <summary>Stands by wherever a picture is drawn.</summary>
    public void Listen(IServiceCollection services)
    {
        foreach (var kind in services.Where(service => service.ServiceType == typeof(IPictureKind)).ToList())
        {
            services.Remove(kind);
            services.AddSingleton<IPictureKind>(provider =>
                new Listener((IPictureKind)ActivatorUtilities.CreateInstance(provider, kind.ImplementationType!), this));
        }
    }

    /// <summary>What judges answers to the picture at an address.</summary>
    /// <param name="address">A data address, as a page shows it.</param>
    public ExpectedAnswer Behind(string address) => _expected[NameOf(Convert.FromBase64String(address[(address.IndexOf(',') + 1)..]))];

    private static string NameOf(byte[] picture) => Convert.ToHexStringLower(SHA256.HashData(picture));

    private sealed class Listener(IPictureKind kind, Overheard overheard) : IPictureKind
    {
        public string Kind => kind.Kind;

        public DrawnPicture Draw(Dice dice)
        {
            var drawn = kind.Draw(dice);
            var offer = drawn.AddTo(new CheckOffer { Id = "", ExpiresAt = default, TriesLeft = 0, Kinds = [] });
            overheard._expected[NameOf(offer.Slide?.Webp ?? offer.Puzzle?.Webp ?? offer.EquationWebp)] = drawn.Expected;
            return drawn;
        }
    }
}
