/** Reading the parameters of a request: pages, and ids with slashes in a path. */
@NullMarked
package dev.shieldwall.service.web;

import org.jspecify.annotations.NullMarked;
