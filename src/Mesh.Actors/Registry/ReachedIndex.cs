namespace Mesh.Registry;

/// <summary>To which time a node's line of indexes has come.</summary>
/// <param name="Name">Of the service, or one of <see cref="IndexLine"/>'s.</param>
/// <param name="Slot">See <see cref="Views.CommonIndex"/>.</param>
/// <param name="Mark">Of what it shows there: only who shows the same follows.</param>
internal readonly record struct ReachedIndex(string Name, long Slot, ulong Mark);
