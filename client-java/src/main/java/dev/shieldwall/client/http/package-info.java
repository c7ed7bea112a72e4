/** What client and server agree on outside the model: paths, headers, media types, problems, bounded replies. */
@NullMarked
package dev.shieldwall.client.http;

import org.jspecify.annotations.NullMarked;
