using System.Diagnostics.CodeAnalysis;
using Mesh.Catalog;

namespace Mesh.Selection;

/// <summary>The left side of a share: which instances it speaks of, such as "version=2".</summary>
internal sealed record ShareSelector(ShareSelector.Kind Field, string Value)
{
    public const string Forms = "version=X, tag=X or zone=X";

    internal enum Kind
    {
        Version = 0,
        Tag = 1,
        Zone = 2,
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out ShareSelector? selector)
    {
        var cut = text.IndexOf('=', StringComparison.Ordinal);
        Kind? field = cut < 0
            ? null
            : text[..cut] switch
            {
                "version" => Kind.Version,
                "tag" => Kind.Tag,
                "zone" => Kind.Zone,
                _ => null,
            };
        selector = field is { } known && cut + 1 < text.Length ? new ShareSelector(known, text[(cut + 1)..]) : null;
        return selector is not null;
    }

    public bool Matches(ServiceInstance instance) => Field switch
    {
        Kind.Version => instance.Version == Value,
        Kind.Zone => instance.Zone == Value,
        _ => instance.Tags.AsSpan().Contains(Value),
    };
}
