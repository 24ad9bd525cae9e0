namespace Mesh.Palette.Api;

/// <summary>One step of a view.</summary>
/// <param name="Revision">Resume from here; of several changes of one revision only the last carries it.</param>
/// <param name="Change">added, updated, removed, or reset: forget what was held, the present instances follow.</param>
/// <param name="Instance">The instance after the change, the last one known for removed, null for reset.</param>
public sealed record WatchEvent(long Revision, string Change, InstanceModel? Instance);
