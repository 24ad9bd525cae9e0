using Mesh.Palette.Api;
using Mesh.Views;

namespace Mesh.Palette.Mapping;

/// <summary>From the changes of a view to the events of the API.</summary>
internal static class WatchMapping
{
    public static WatchEvent ToEvent(CatalogChange change) => new(
        change.Revision,
        EnumText.Of(change.Kind),
        change.Instance is null ? null : InstanceMapping.ToModel(change.Instance));
}
